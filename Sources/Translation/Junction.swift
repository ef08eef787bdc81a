/// How a continuation took up what was there before it.
public enum Junction: String, Sendable, CaseIterable, Codable {
    /// It goes on where the text broke off.
    case goesOn
    /// It says the end of the text again, and goes on from there.
    case repeatsTail
    /// It starts again from the top: to go on past what was there, or to stop on the way.
    case startsAgain
    /// It says on a line of its own that it will continue, and then does.
    case prefaces
    /// It answers the instruction instead of continuing; there is no new text.
    case answersInstruction
}
