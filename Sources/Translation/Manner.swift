/// In which manner a segment is asked for next, where that is not the usual one.
public enum Manner: String, Sendable, CaseIterable, Codable {
    /// Its answer ended properly, but looks cut: “was that all?”.
    case confirm
    /// The model talks about the text instead of going on with it: the whole of it again.
    case restart
}
