import Translation

/// Plain text: paragraphs between blank lines.
enum TextReader: DocumentFormatReader {
    static let title = "plain text"
    static let isRunningText = true
    static let nameExtensions = ["txt", "text"]
    static let protected = ProtectedSpans([Address.url, Address.mail] + Placeholder.inProse)

    static func blocks(of text: DocumentText, into target: LanguageTag?) -> [Block] {
        var blocks: [Block] = []
        var start = 0
        var wasBlank = false
        var hasText = false
        for line in LineSequence(text.bytes[...]) {
            if !line.isBlank, wasBlank, hasText {
                blocks.append(Block(kind: .prose, range: start..<line.range.lowerBound))
                start = line.range.lowerBound
            }
            wasBlank = line.isBlank
            hasText = hasText || !line.isBlank
        }
        if start < text.bytes.count { blocks.append(Block(kind: .prose, range: start..<text.bytes.count)) }
        return blocks
    }
}
