/// Tells a reasoning model's thoughts from its answer, where the server writes them into the text: `<think>…</think>`.
///
/// Only a block at the very beginning is one, and none where the source has the mark itself. However the answer is cut into
/// pieces makes no difference. Held back is only what may still become a mark.
public struct Thoughts: Sendable, Equatable {
    private enum Stage: Sendable {
        /// Nothing but white space and the beginning of a mark came.
        case beginning
        /// Within the block.
        case thinking
        /// Behind the block, where white space is not the answer's yet.
        case waking
        /// The text.
        case answering
    }

    private static let opening = "<think>"
    private static let closing = "</think>"
    /// So much white space before a mark, in bytes, and it is looked for no more.
    private static let longestLead = 64

    private var stage: Stage
    private var held = ""

    /// Begins an answer.
    ///
    /// - Parameter source: The text that is translated.
    public init(source: String) {
        stage = Self.isMarked(source) ? .answering : .beginning
    }

    /// By bytes, and only where one may begin: a search for a text in a text took as long as all else that an answer
    /// begins with.
    private static func isMarked(_ source: String) -> Bool {
        var rest = source.utf8[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            if rest[start...].starts(with: opening.utf8) { return true }
            rest = rest[rest.index(after: start)...]
        }
        return false
    }

    /// Takes in a piece of an answer, and returns what of it is text.
    public mutating func take(_ piece: String) -> String {
        switch stage {
        case .answering: return piece
        case .beginning:
            held += piece
            let start = held.drop(while: \.isWhitespace)
            if start.utf8.starts(with: Self.opening.utf8) {
                stage = .thinking
                held = String(decoding: start.utf8.dropFirst(Self.opening.utf8.count), as: UTF8.self)
                return think()
            }
            if Self.opening.utf8.starts(with: start.utf8), held.utf8.count <= Self.longestLead { return "" }
            return finish()
        case .thinking:
            held += piece
            return think()
        case .waking:
            let text = String(piece.drop(while: \.isWhitespace))
            if !text.isEmpty { stage = .answering }
            return text
        }
    }

    /// The answer has ended: returns what was held back and became no mark.
    public mutating func finish() -> String {
        defer { held = "" }
        guard stage == .beginning else { return "" }
        stage = .answering
        return held
    }

    private mutating func think() -> String {
        // By bytes: a combining mark behind the “>” would make one character of the two.
        guard let end = held.utf8.firstRange(of: Self.closing.utf8)?.upperBound else {
            held = String(decoding: held.utf8.suffix(Self.closing.utf8.count - 1), as: UTF8.self)
            return ""
        }
        let rest = String(held.unicodeScalars[end...])
        held = ""
        stage = .waking
        return take(rest)
    }
}
