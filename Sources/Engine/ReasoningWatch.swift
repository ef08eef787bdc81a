import Translation

/// Watches what a reasoning model thinks before it answers, of which only the end is kept, and not for long: thoughts
/// without an end are paid for like any other text.
struct ReasoningWatch {
    /// The most pieces of reasoning that are waited for: servers send one for each token, and this is four times the
    /// budget that models give themselves.
    static let mostPieces = 1 << 17
    /// The most that is waited for where thoughts come as text, in bytes: about as many tokens.
    static let mostBytes = 512 << 10

    /// What is thought.
    private final class Line {
        var loops: LoopDetector
        /// The last of it, as far as that looks.
        var recent = ""

        init(source: String) { loops = LoopDetector(source: source) }
    }

    private let source: String
    /// Made when there is something to watch: most models think elsewhere, or not at all.
    private var line: Line?
    private var pieces = 0
    private var bytes = 0

    /// - Parameter source: What is translated; to think of what repeats itself is no loop.
    init(source: String) { self.source = source }

    /// Takes note of a piece that the server tells from the answer itself.
    mutating func count() { pieces += 1 }

    /// Takes note of a piece of thought that came as text.
    mutating func take(_ piece: String) {
        bytes += piece.utf8.count
        let line = line ?? Line(source: source)
        self.line = line
        if line.recent.utf8.count > 2 * LoopDetector.reach {
            // A character that is cut has three bytes more at most.
            line.recent = String(decoding: line.recent.utf8.suffix(LoopDetector.reach + 3), as: UTF8.self)
        }
        line.recent += piece
        line.loops.append(piece, endOf: line.recent)
    }

    /// About how many tokens the thoughts were: servers send a piece for each, or text.
    var estimatedTokens: Int { pieces + bytes / 4 }

    /// Why no more should be waited for; nil while it may come to an answer.
    var excess: Interruption? {
        if line?.loops.isLooping == true {
            return Interruption(kind: .looping, message: "the model thinks the same again and again")
        }
        guard pieces > Self.mostPieces || bytes > Self.mostBytes else { return nil }
        return Interruption(kind: .runaway, message: "the model thinks without coming to an answer")
    }
}
