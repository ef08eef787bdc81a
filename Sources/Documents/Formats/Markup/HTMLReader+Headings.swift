extension HTMLReader: HeadedFormat {
    static func heading(_ block: Block, in text: DocumentText) -> Heading? {
        guard case .unit(let unit) = block.kind, case .heading(let level) = unit.role else { return nil }
        return Heading(level: level, words(of: block, in: text))
    }

    /// What the element `title` says, or else the first heading of the highest level.
    static func title(of text: DocumentText, _ blocks: [Block]) -> String? {
        var heading: Heading?
        for block in blocks {
            guard case .unit(let unit) = block.kind else { continue }
            if unit.role == .title { return Heading(level: 1, words(of: block, in: text))?.text }
            if heading == nil, unit.role == .heading(level: 1) { heading = Self.heading(block, in: text) }
        }
        return heading?.text
    }

    /// The text of a unit without tags and references.
    private static func words(of block: Block, in text: DocumentText) -> String {
        let raw = Heading.beginning(of: block.range, in: text)
        let bytes = Array(raw.utf8)
        var words: [UInt8] = []
        var end = 0
        for tag in ProtectedSpans([InlineMarkup.tag]).ranges(in: raw) {
            words += bytes[end..<tag.lowerBound] + [UInt8(ascii: " ")]
            end = tag.upperBound
        }
        words += bytes[end...]
        return decode(String(decoding: words, as: UTF8.self)[...], form: Form.attribute)
    }
}
