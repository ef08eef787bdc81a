import ScriptedEndpoint
import Support

/// Plain English of any length, the same for the same seed, and what the scripted endpoint makes of it.
struct SampleText {
    /// The text.
    let source: String
    /// What an uninterrupted run gives.
    var translation: String { DeterministicTranslator().translation(of: source) }
    /// The longest word that the endpoint sends at once, with the white space before it.
    var longestWord: Int { DeterministicTranslator().chunks(of: translation).map(\.count).max() ?? 0 }

    init(_ source: String) { self.source = source }

    /// Paragraphs of sentences.
    init(words: Int, seed: UInt64 = 1) {
        var generator = SeededGenerator(seed: seed)
        var text = ""
        var (inSentence, inParagraph) = (0, 0)
        for number in 1...words {
            let word = Self.vocabulary[Int.random(in: 0..<Self.vocabulary.count, using: &generator)]
            text += inSentence == 0 ? word.capitalized : word
            inSentence += 1
            inParagraph += 1
            let isEnd = number == words
            if isEnd || inSentence > 4 && Int.random(in: 0..<6, using: &generator) == 0 {
                inSentence = 0
                text += "."
                if isEnd { break }
                let isLong = inParagraph > 30
                text += isLong ? "\n\n" : " "
                if isLong { inParagraph = 0 }
            } else {
                text += Int.random(in: 0..<9, using: &generator) == 0 ? ", " : " "
            }
        }
        source = text + "\n"
    }

    private static let vocabulary = """
        a the of and lamp tower keeper wind north glass falling harbour boat letters bread oil flag captain morning \
        night twice under above nobody somebody rocks believed trimmed weather distance lighthouse extraordinary \
        circumstances seaman's well-known 29 11 o'clock, naïve street water signal vessel
        """.replacing(",", with: "").split(separator: " ").map(String.init)
}
