/// Recognises an answer that declines instead of translating.
///
/// Two kinds, and neither where the source itself says such a thing:
///
/// - What only a model says (“as an AI language model”, “I cannot translate”), where the source speaks neither of models
///   nor of translating.
/// - What people say as well (“I'm sorry, but I can't”), at the very beginning, where the source begins with neither
///   an apology nor an inability, and the answer is in another language than the one asked for, or less than half as
///   long as its source: no true translation is, see ``Completeness/shortest``.
enum Refusal {
    /// A longer answer says more than that it declines.
    private static let longest = 1000
    /// How far the words of a model may stand from the beginning.
    private static let beginning = 200
    /// How much of the source is searched: its first sentences become the answer's first sentences.
    private static let sourceBeginning = 600

    private static let openings = PhraseSet(of: RefusalPhrases.all.map(\.openings))
    private static let ofModels = PhraseSet(of: RefusalPhrases.all.map(\.ofModels))

    /// Whether a text declines to translate its source.
    static func isRefusal(_ text: String, of source: String, into target: LanguageTag?) -> Bool {
        guard text.unicodeScalars.count <= longest else { return false }
        let start = plain(text, longest: beginning)
        // The commonest case by far: nothing that a refusal begins with.
        guard openings.begins(start) || ofModels.occurs(in: start) else { return false }
        let phrases = RefusalPhrases.all.filter { $0.openings.begins(start) || $0.ofModels.occurs(in: start) }

        let said = plain(source, longest: sourceBeginning)
        let speaksOfModels = RefusalPhrases.topics.occurs(in: said)
        let apologizes = RefusalPhrases.apologies.occurs(in: said)
        let isShort = TextLength(of: text).weight < 0.5 * TextLength(of: source).weight
        return phrases.contains { phrases in
            if !speaksOfModels, phrases.ofModels.occurs(in: start) { return true }
            guard !apologizes, phrases.openings.begins(start) else { return false }
            return isShort || target.map { $0.language != phrases.language } ?? false
        }
    }

    /// The beginning of a text in lower case, without emphasis before it, with straight apostrophes.
    private static func plain(_ text: String, longest: Int) -> [UInt8] {
        let start = text.drop { $0.isWhitespace || "*_#>".contains($0) }.prefix(longest)
        return Array(String(start.lowercased().map { $0 == "’" || $0 == "ʼ" ? "'" : $0 }).utf8)
    }
}
