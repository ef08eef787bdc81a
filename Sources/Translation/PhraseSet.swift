/// Phrases to look for in a text, as bytes: a search by characters would take milliseconds where this takes microseconds.
struct PhraseSet: Sendable, Equatable {
    private let phrases: [[UInt8]]

    init(_ phrases: [String]) {
        self.phrases = phrases.map { Array($0.utf8) }
    }

    /// Whether a text begins with one of them.
    func begins(_ text: [UInt8]) -> Bool {
        phrases.contains { text.starts(with: $0) }
    }

    /// Whether one of them stands in a text.
    func occurs(in text: [UInt8]) -> Bool {
        phrases.contains { phrase in
            guard let first = phrase.first, phrase.count <= text.count else { return false }
            return (0...text.count - phrase.count).contains { start in
                text[start] == first && text[start..<start + phrase.count].elementsEqual(phrase)
            }
        }
    }
}
