import Translation

/// Markdown: CommonMark 0.31 with GitHub's tables, and with front matter.
///
/// Verbatim are code blocks, fenced or indented, comments and the like in HTML, definitions of links, and front matter.
/// What is in a list or in a quotation stays one block as long as it fits into a segment.
enum MarkdownReader: DocumentFormatReader {
    static let title = "Markdown"
    static let isRunningText = true
    static let nameExtensions = ["md", "markdown", "mdown", "mkd"]
    static let rules =
        "The text is Markdown: keep its markup, links, code and line structure; translate only the prose."
    static let protected = ProtectedSpans(
        [InlineMarkup.code, MarkdownSpans.reference, MarkdownSpans.alert, MarkdownSpans.attributes, InlineMarkup.link]
            + [InlineMarkup.codeElement, InlineMarkup.tag, Address.url, Address.mail]
            + Placeholder.inProse)

    static func protected(in text: DocumentText, _ blocks: [Block]) -> ProtectedSpans {
        let labels = LinkLabel.defined(in: text, blocks)
        return labels.isEmpty ? protected : protected.declaring(MarkdownSpans.shortcut(to: labels))
    }

    static func blocks(of text: DocumentText, into target: LanguageTag?) -> [Block] {
        let frontMatter = FrontMatter.end(in: text.bytes) ?? 0
        var parser = MarkdownParser(bytes: text.bytes)
        if frontMatter > 0 { parser.skip(to: frontMatter) }
        for line in LineSequence(text.bytes[frontMatter...]) { parser.read(line) }
        return parser.finish()
    }

    static func placedBlocks(of text: String) -> [PlacedBlock]? { MarkdownPlaces.blocks(of: text) }

    static func decode(_ raw: Substring, form: String) -> String { MarkdownForm(form).text(of: raw) }

    static func encode(_ text: String, form: String, over old: Substring) -> String {
        MarkdownForm(form).lines(of: text, over: old)
    }

    static func carryingMarks(from source: String, into translation: String) -> String {
        MarkdownBullets.carrying(from: source, into: translation)
    }

    static func alone(_ text: String, form: String) -> String { MarkdownForm(form).alone(text) }

    /// Whether a translation has the same blocks in the same order.
    static func fits(_ translation: String, inPlaceOf source: String) -> Bool {
        blockStructure(of: translation) == blockStructure(of: source)
    }
}
