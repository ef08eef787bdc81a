import Documents
import ScriptedEndpoint
import Support

/// A document to be translated, and what an uninterrupted run makes of it.
struct TestDocument: Sendable {
    /// Small, so that documents have several segments.
    static let segmentSize = 400

    /// Its place among all documents of the run.
    let number: Int
    /// The file's name.
    let name: String
    /// The file's text.
    let source: String
    /// The translation of an uninterrupted run, byte for byte.
    let expected: [UInt8]
    /// Characters that a model has to write for it.
    let needed: Int
    /// How many stretches of it are translated.
    let segments: Int

    /// Draws a document: a note, a text of paragraphs, or Markdown with code in it.
    init(number: Int, _ chance: inout SeededGenerator) throws {
        let isMarkdown = chance.isOne(in: 4)
        let size = chance.isOne(in: 4) ? 40 : Int.random(in: 60...300, using: &chance)
        var text = Self.text(words: size, &chance)
        if isMarkdown {
            text = "# Notes \(number)\n\n\(text)\n```\nlet light = \(number) // short\n```\n\n- first\n- second\n"
        }
        try self.init(number: number, name: "doc\(number).\(isMarkdown ? "md" : "txt")", source: text)
    }

    init(number: Int, name: String, source: String) throws {
        let format = DocumentFormat.detect(name: name)
        let segments = try SourceDocument(
            bytes: Array(source.utf8), format: format, maximumSegment: Self.segmentSize
        ).segments
        let translator = DeterministicTranslator()
        let translated = segments.map { segment in
            let isOpen = segment.kind == .translatable
            return (source: segment, translated: isOpen ? translator.translation(of: segment.prompt) : "")
        }
        self.number = number
        self.name = name
        self.source = source
        expected = Assembly.assemble(translated, format: format)
        needed = translated.reduce(0) { $0 + $1.translated.unicodeScalars.count }
        self.segments = segments.count { $0.kind == .translatable }
    }

    private static func text(words: Int, _ chance: inout SeededGenerator) -> String {
        var text = ""
        var inSentence = 0
        for number in 1...words {
            let word = vocabulary[Int.random(in: 0..<vocabulary.count, using: &chance)]
            text += inSentence == 0 ? word.capitalized : word
            inSentence += 1
            if number == words {
                text += ".\n"
            } else if inSentence > 4, chance.isOne(in: 6) {
                inSentence = 0
                text += chance.isOne(in: 4) ? ".\n\n" : ". "
            } else {
                text += chance.isOne(in: 9) ? ", " : " "
            }
        }
        return text
    }

    private static let vocabulary = """
        a the of and lamp tower keeper wind north glass falling harbour boat letters bread oil flag captain morning \
        night twice under above nobody somebody rocks believed trimmed weather distance lighthouse extraordinary \
        circumstances well-known 29 11 naïve street water signal vessel
        """.split(separator: " ").map(String.init)
}
