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
        let stretch = MarkdownStretch(text)
        let text = stretch.text + end(of: stretch.text)
        var census = BlockCensus(text, stretch)
        forEachBlock(of: text) { census.add($0) }
        return census.structure
    }

    /// Tells of each block of a text, in its order; of none where no memory is left.
    static func forEachBlock(of text: String, _ tell: (CMarkdownBlock) -> Void) {
        _ = cmark
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                var count = 0
                guard let blocks = cmarkdown_blocks(bytes.baseAddress, bytes.count, &count) else { return }
                defer { cmarkdown_free_blocks(blocks) }
                UnsafeBufferPointer(start: blocks, count: count).forEach(tell)
            }
        }
    }

    /// What stands for that which follows a text: a line that goes on with its last row, with the quotation of its last line,
    /// or with its last item, as code may, and a paragraph that tells whether all before it has ended.
    private static func end(of text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let isEnded = lines.last?.isEmpty ?? true
        let last = (isEnded ? lines.dropLast() : lines[...]).last ?? ""
        let mark = last.prefix { $0 == ">" || $0 == " " }.lastIndex(of: ">").map { last[...$0] } ?? ""
        let begin = isEnded ? "" : "\n"
        let code = "     x\n"
        var next = ""
        if !mark.isEmpty {
            next = mark + code
        } else if MarkdownStretch.cells(in: Array(last.utf8)[...]).count > 1 {
            next = "| x |\n"
        } else if last.allSatisfy(\.isWhitespace) {
            next = code
        }
        return begin + next + "\nx\n"
    }
}

/// Counts blocks by names that people know.
private struct BlockCensus {
    private(set) var structure = TextStructure()
    /// The column of the last item's text, where the text ends with an item: what follows may be a part of it.
    private var lastColumn: Int?
    /// Where the text ends, and what follows begins.
    private let end: Int
    /// Whether the text begins in an item, of a list whose other items are elsewhere.
    private let isInItem: Bool
    private let bytes: [UInt8]
    private let lines: [LineSequence.Line]
    /// What the next block may stand in, from the outermost on, and how that is said.
    private var containers: [(name: String, place: String)] = []

    /// - Parameter text: A stretch, with what stands for that which follows it.
    init(_ text: String, _ stretch: MarkdownStretch) {
        bytes = Array(text.utf8)
        lines = Array(LineSequence(bytes[...]))
        end = stretch.text.utf8.count
        isInItem = stretch.depth > 0
        if stretch.hasHead { structure.counts["rows of a table that began before"] = 1 }
    }

    mutating func add(_ block: CMarkdownBlock) {
        containers.removeLast(max(0, containers.count - Int(block.depth)))
        let line = Int(block.first_line) - 1
        if lines.indices.contains(line), lines[line].range.lowerBound >= end {
            addFollowing(block)
            return
        }
        let isOfList = [CMarkdownBulletList, CMarkdownNumberedList, CMarkdownBullet, CMarkdownNumber].contains(
            block.kind)
        if block.depth == 0, !isOfList { lastColumn = nil }
        switch block.kind {
        case CMarkdownParagraph:
            if block.detail != 0 { lastColumn = Int(block.first_byte) }
            // What an item begins with comes and goes with it.
            if block.detail == 0 { count("paragraphs") }
            countItems(block)
        case CMarkdownHeading: count("headings of level \(block.value)")
        case CMarkdownBulletList:
            count("lists with bullets")
            // Another bullet begins another list (CommonMark 0.31, section 5.3).
            if isInItem { count("lists with “\(UnicodeScalar(UInt8(truncatingIfNeeded: block.value)))”") }
        case CMarkdownNumberedList: count("lists that begin with \(block.value)")
        case CMarkdownBullet: open("an item with a bullet", block, "items with bullets")
        case CMarkdownNumber: open("a numbered item", block, "numbered items")
        case CMarkdownQuotation: open("a block quotation", block, "block quotations")
        case CMarkdownFootnote: open("a footnote", block, "footnotes")
        case CMarkdownCode:
            count("code blocks")
            if block.detail != 0 { countLines(block) }
        case CMarkdownDefinition: structure.counts["definitions of links"] = Int(block.value)
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

    /// What follows the text tells where it ends: in an item, in a table, or in nothing.
    private mutating func addFollowing(_ block: CMarkdownBlock) {
        let kinds = [CMarkdownParagraph: "a paragraph", CMarkdownCode: "code", CMarkdownRow: "a row of its table"]
        guard let kind = kinds[block.kind] else { return }
        if let column = lastColumn, bytes[end...].starts(with: "    ".utf8) {
            structure.counts["what follows is behind an item in column \(column)"] = 1
        }
        structure.counts["what follows is \(kind)\(containers.last?.place ?? "")", default: 0] += 1
    }

    /// Indented code may be part of an item that was cut off, and its lines items; so each must begin as it does.
    private mutating func countLines(_ block: CMarkdownBlock) {
        let end = block.last_line > 0 ? min(lines.count, Int(block.last_line)) : lines.count
        for line in lines[min(end, Int(block.first_line) - 1)..<end] where !line.isBlank {
            let lead = bytes[line.content].prefix { " \t>-+*#|.)0123456789".utf8.contains($0) }
            count("lines that begin with “\(String(decoding: lead, as: UTF8.self))”")
        }
    }

    /// A line that begins with a number is no item where it would interrupt a paragraph (CommonMark 0.31, section 5.3), but
    /// may be one in the document.
    private mutating func countItems(_ block: CMarkdownBlock) {
        let end = block.last_line > 0 ? min(lines.count, Int(block.last_line)) : lines.count
        for line in lines[min(end, Int(block.first_line))..<end] where MarkdownStretch.isItem(bytes[line.content]) {
            let mark = bytes[line.content].drop { $0 == UInt8(ascii: " ") }.prefix { $0 != UInt8(ascii: " ") }
            count("lines that begin with “\(String(decoding: mark, as: UTF8.self))”")
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

    mutating func count(_ name: String, _ times: Int = 1) {
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
