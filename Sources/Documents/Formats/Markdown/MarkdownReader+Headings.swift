internal import CMarkdown

extension MarkdownReader: HeadedFormat {
    /// The extensions of cmark are made known once, whoever asks first.
    static let cmark: Void = cmarkdown_start()

    static func heading(_ block: Block, in text: DocumentText) -> Heading? {
        guard block.kind == .heading else { return nil }
        _ = cmark
        var raw = Heading.beginning(of: block.range, in: text)
        return raw.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes -> Heading? in
                var level: Int32 = 0
                guard let words = cmarkdown_heading(bytes.baseAddress, bytes.count, &level) else { return nil }
                defer { cmarkdown_free(words) }
                return Heading(level: Int(level), String(cString: words))
            }
        }
    }

    /// What the front matter says, or else the first heading of the highest level.
    static func title(of text: DocumentText, _ blocks: [Block]) -> String? {
        if let title = FrontMatter.title(in: text.bytes) { return title }
        for block in blocks {
            if let heading = heading(block, in: text), heading.level == 1 { return heading.text }
        }
        return nil
    }
}
