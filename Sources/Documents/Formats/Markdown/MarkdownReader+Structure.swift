internal import CMarkdown

extension MarkdownReader {
    /// Of a longer text nothing is counted, in bytes: no segment is near to that, and each line of a deep list is compared
    /// with up to a hundred items.
    private static let mostCounted = 1 << 20

    /// How often the text has each block that a translation must have as often, each in what it stands in, by cmark-gfm,
    /// which is the judge of what is Markdown on most sites, and their order; and how often images, links and the marks of
    /// alerts.
    ///
    /// Only blocks are read, in time in proportion to the text.
    static func structure(of text: String) -> TextStructure {
        guard text.utf8.count <= mostCounted else { return TextStructure() }
        _ = cmark
        var structure = TextStructure(counts: MarkdownSpans.counts(in: text))
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                var count = 0
                guard let blocks = cmarkdown_blocks(bytes.baseAddress, bytes.count, &count) else { return }
                defer { cmarkdown_free_blocks(blocks) }
                var census = BlockCensus()
                for block in UnsafeBufferPointer(start: blocks, count: count) { census.add(block) }
                structure.counts.merge(census.structure.counts, uniquingKeysWith: +)
                structure.order = census.structure.order
            }
        }
        return structure
    }
}

/// Counts blocks by names that people know.
private struct BlockCensus {
    private(set) var structure = TextStructure()
    /// What the next block may stand in, from the outermost on, and how that is said.
    private var containers: [(name: String, place: String)] = []

    mutating func add(_ block: CMarkdownBlock) {
        containers.removeLast(max(0, containers.count - Int(block.depth)))
        switch block.kind {
        case CMarkdownParagraph:
            // What an item begins with comes and goes with it.
            if block.detail == 0 { count("paragraphs") }
        case CMarkdownHeading: count("headings of level \(block.value)")
        case CMarkdownNumberedList: count("lists that begin with \(block.value)")
        case CMarkdownBullet: open("an item with a bullet", block, "items with bullets")
        case CMarkdownNumber: open("a numbered item", block, "numbered items")
        case CMarkdownQuotation: open("a block quotation", block, "block quotations")
        case CMarkdownFootnote: open("a footnote", block, "footnotes")
        case CMarkdownCode: count("code blocks")
        case CMarkdownBreak: count("thematic breaks")
        case CMarkdownHTML: count("blocks of HTML")
        case CMarkdownTable: count("tables")
        case CMarkdownColumn:
            count("columns of tables")
            if let side = Self.side(block.detail) { count("tables with column \(block.value) \(side)") }
        case CMarkdownRow:
            count("rows of tables")
            if block.value > 0 { count("cells of tables beyond the last column", Int(block.value)) }
        case CMarkdownCell: count("cells with text in column \(block.value) of tables")
        default: break
        }
    }

    private mutating func open(_ name: String, _ block: CMarkdownBlock, _ plural: String) {
        count(plural)
        if block.value == 0 { count("empty \(plural)") }
        var place = " in " + name
        if let outer = containers.last { place += " in " + outer.name }
        if containers.count > 1 { place += ", \(containers.count + 1) deep" }
        containers.append((name, place))
    }

    private mutating func count(_ name: String, _ times: Int = 1) {
        let name = name + (containers.last?.place ?? "")
        structure.counts[name, default: 0] += times
        structure.order.append(name)
    }

    private static func side(_ detail: Int32) -> String? {
        switch UInt8(truncatingIfNeeded: detail) {
        case UInt8(ascii: "l"): "on the left"
        case UInt8(ascii: "c"): "in the middle"
        case UInt8(ascii: "r"): "on the right"
        default: nil
        }
    }
}
