extension LaTeXReader: HeadedFormat {
    static func heading(_ block: Block, in text: DocumentText) -> Heading? {
        guard case .unit(let unit) = block.kind, case .heading(let level) = unit.role else { return nil }
        return Heading(level: level, words(of: block, in: text))
    }

    /// What the first `\title` with a text says.
    static func title(of text: DocumentText, _ blocks: [Block]) -> String? {
        for block in blocks {
            guard case .unit(let unit) = block.kind, unit.role == .title else { continue }
            if let title = Heading(level: 1, words(of: block, in: text)) { return title.text }
        }
        return nil
    }

    private static func words(of block: Block, in text: DocumentText) -> String {
        LaTeXPlainText.words(of: Heading.beginning(of: block.range, in: text))
    }
}
