/// Plays an obedient model: translates by ``PseudoLocalization``, and goes on exactly where a request says.
///
/// As small models do, it starts again from the top when what it is to continue is not what it would have written.
public struct DeterministicTranslator: Sendable {
    /// Creates a translator.
    public init() {}

    /// The translation of a text; a function of the text alone.
    public func translation(of source: String) -> String {
        PseudoLocalization.apply(source)
    }

    /// The text word by word, each word with the white space before it, as models stream.
    public func chunks(of text: String) -> [String] {
        var chunks: [String] = []
        var current = ""
        var inWord = false
        for character in text {
            if character.isWhitespace, inWord {
                chunks.append(current)
                current = ""
                inWord = false
            } else if !character.isWhitespace {
                inWord = true
            }
            current.append(character)
        }
        if !current.isEmpty { chunks.append(current) }
        return chunks
    }

    /// The chunks of the answer to a request: the whole translation, or the rest of it after a last assistant turn, whether
    /// that turn is the last (prefill) or followed by a user who says “continue”.
    public func answer(to request: RecordedRequest) -> [String] {
        chunks(of: text(answering: request.messages))
    }

    /// The same as a streamed answer that breaks off after so many chunks.
    ///
    /// - Parameters:
    ///   - request: what was asked.
    ///   - cut: after how many chunks it breaks off; `nil` for a whole answer.
    ///   - ending: how it breaks off.
    ///   - pace: the time before each chunk.
    public func answer(
        to request: RecordedRequest, cutAfterChunks cut: Int?, by ending: Answer.Ending = .reset, pace: Duration = .zero
    ) -> Answer {
        let chunks = answer(to: request)
        let prompt = request.messages.reduce(0) { $0 + self.chunks(of: $1.content).count }
        let whole = Answer.events(
            chunks, model: request.model ?? "scripted", usage: (prompt, chunks.count), pace: pace)
        return cut.map { whole.cut(afterChunks: $0, by: ending) } ?? whole
    }

    private func text(answering messages: [RecordedRequest.Message]) -> String {
        var turns = messages[...]
        if let last = turns.last, last.role == "user", turns.dropLast().last?.role == "assistant",
            last.content.lowercased().hasPrefix("continue")
        {
            turns = turns.dropLast()
        }
        let source = turns.last { $0.role == "user" }?.content ?? ""
        let whole = translation(of: source)
        // Compared by bytes: equal text must not depend on how accents are composed.
        guard let last = turns.last, last.role == "assistant", whole.utf8.starts(with: last.content.utf8) else {
            return whole
        }
        return String(decoding: whole.utf8.dropFirst(last.content.utf8.count), as: UTF8.self)
    }
}
