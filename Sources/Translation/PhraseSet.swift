/// Phrases to look for in a text, as bytes: a search by characters would take milliseconds where this takes microseconds.
struct PhraseSet: Sendable, Equatable {
    /// The phrases, by their first byte.
    private var phrases = [[[UInt8]]](repeating: [], count: 256)

    init(_ phrases: [String]) {
        for phrase in phrases.map({ Array($0.utf8) }) {
            if let first = phrase.first { self.phrases[Int(first)].append(phrase) }
        }
    }

    /// All phrases of several sets.
    init(of sets: [PhraseSet]) {
        for set in sets {
            for first in 0..<256 { phrases[first] += set.phrases[first] }
        }
    }

    /// Whether a text begins with one of them.
    func begins(_ text: [UInt8]) -> Bool {
        stands(at: 0, in: text)
    }

    /// Whether one of them stands in a text.
    func occurs(in text: [UInt8]) -> Bool {
        text.indices.contains { stands(at: $0, in: text) }
    }

    private func stands(at start: Int, in text: [UInt8]) -> Bool {
        guard start < text.count else { return false }
        let candidates = phrases[Int(text[start])]
        return !candidates.isEmpty && candidates.contains { text[start...].starts(with: $0) }
    }
}
