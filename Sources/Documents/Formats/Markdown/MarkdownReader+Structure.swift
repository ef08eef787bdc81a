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
        var structure = blockStructure(of: text)
        structure.counts.merge(MarkdownSpans.counts(in: text), uniquingKeysWith: +)
        return structure
    }

    /// The same of blocks alone.
    static func blockStructure(of text: String) -> TextStructure {
        guard text.utf8.count <= mostCounted else { return TextStructure() }
        _ = cmark
        // A paragraph more tells whether all before it has ended.
        var text = MarkdownStretch(text).text + "\n\nx\n"
        var census = BlockCensus(text)
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                var count = 0
                guard let blocks = cmarkdown_blocks(bytes.baseAddress, bytes.count, &count) else { return }
                defer { cmarkdown_free_blocks(blocks) }
                for block in UnsafeBufferPointer(start: blocks, count: count) { census.add(block) }
            }
        }
        census.endOnParagraph()
        return census.structure
    }
}

/// Counts blocks by names that people know.
private struct BlockCensus {
    private(set) var structure = TextStructure()
    private let bytes: [UInt8]
    private let lines: [LineSequence.Line]
    /// What the next block may stand in, from the outermost on, and how that is said.
    private var containers: [(name: String, place: String)] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
        lines = Array(LineSequence(bytes[...]))
    }

    mutating func add(_ block: CMarkdownBlock) {
        containers.removeLast(max(0, containers.count - Int(block.depth)))
        switch block.kind {
        case CMarkdownParagraph:
            // What an item begins with comes and goes with it.
            if block.detail == 0 { count(Self.paragraphs) }
        case CMarkdownHeading: count("headings of level \(block.value)")
        case CMarkdownNumberedList: count("lists that begin with \(block.value)")
        case CMarkdownBullet: open("an item with a bullet", block, "items with bullets")
        case CMarkdownNumber: open("a numbered item", block, "numbered items")
        case CMarkdownQuotation: open("a block quotation", block, "block quotations")
        case CMarkdownFootnote: open("a footnote", block, "footnotes")
        case CMarkdownCode:
            count("code blocks")
            if block.detail != 0 { countLines(block) }
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

    /// Takes away the last paragraph, which is none of the text's, or counts what it became a part of.
    mutating func endOnParagraph() {
        if structure.order.popLast() == Self.paragraphs {
            structure.counts[Self.paragraphs, default: 0] -= 1
            if structure.counts[Self.paragraphs] == 0 { structure.counts[Self.paragraphs] = nil }
        } else {
            structure.counts["blocks that do not end"] = 1
        }
    }

    private static let paragraphs = "paragraphs"

    /// Indented code may be part of an item that was cut off, and its lines items; so each must begin as it does.
    private mutating func countLines(_ block: CMarkdownBlock) {
        let end = block.last_line > 0 ? min(lines.count, Int(block.last_line)) : lines.count
        for line in lines[min(end, Int(block.first_line) - 1)..<end] where !line.isBlank {
            let lead = bytes[line.content].prefix { " \t>-+*#|.)0123456789".utf8.contains($0) }
            count("lines that begin with “\(String(decoding: lead, as: UTF8.self))”")
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
