/// A format whose documents name themselves and their sections.
protocol HeadedFormat: DocumentFormatReader {
    /// The heading that a block is, without markup; nil where it is none.
    static func heading(_ block: Block, in text: DocumentText) -> Heading?

    /// What the document calls itself; nil where it has no title.
    static func title(of text: DocumentText, _ blocks: [Block]) -> String?
}

/// The heading of a section.
struct Heading: Equatable {
    /// So many characters of a heading or a title are told at most.
    static let longest = 200
    /// So many bytes of it are looked at.
    static let mostBytes = 4096

    /// The highest is 1.
    let level: Int
    /// What it says, in one line.
    let text: String

    /// A heading of what is left of a text without the white space that is too much; nil where nothing is.
    init?(level: Int, _ text: some StringProtocol) {
        let words = Self.line(text)
        guard !words.isEmpty else { return nil }
        (self.level, self.text) = (level, words)
    }

    /// A text in one line, of at most ``longest`` characters.
    static func line(_ text: some StringProtocol) -> String {
        String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(longest))
    }

    /// The begin of a stretch of a text, which is all of it where it is no longer than a heading should be.
    static func beginning(of range: Range<Int>, in text: DocumentText) -> String {
        // A code point that is cut is left away.
        let bytes = text.bytes[range].prefix(mostBytes)
        return String(decoding: bytes, as: UTF8.self).replacing("\u{FFFD}", with: "")
    }
}
