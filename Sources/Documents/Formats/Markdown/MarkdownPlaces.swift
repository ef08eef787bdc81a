internal import CMarkdown

/// Finds the texts of Markdown's blocks without the marks that make blocks of them, by cmark-gfm.
///
/// A model that is shown such a text alone cannot lose the mark of a heading, an item or a cell.
struct MarkdownPlaces {
    private let bytes: [UInt8]
    private let lines: [LineSequence.Line]
    private let stretch: MarkdownStretch
    private(set) var blocks: [PlacedBlock] = []
    /// Whether something in the last block was read as indented code, which it is not.
    private var hasCode = false
    /// Whether each container of what comes next is a quotation, from the outermost on.
    private var quotations: [Bool] = []
    /// The line behind the row of a table that was looked at last.
    private var nextRow = 0
    /// Whether the next row is the first of its table.
    private var isHead = false

    /// The outermost blocks of some lines, in order, each with the places of its texts; where these cannot be told all of
    /// it is one.
    static func blocks(of text: String) -> [PlacedBlock] {
        let stretch = MarkdownStretch(text)
        var finder = MarkdownPlaces(text, stretch)
        MarkdownReader.forEachBlock(of: stretch.text) { finder.add($0) }
        finder.close(at: finder.bytes.count)
        return finder.blocks.contains { !$0.places.isEmpty } ? finder.blocks : [finder.whole(0..<finder.bytes.count)]
    }

    private init(_ text: String, _ stretch: MarkdownStretch) {
        self.stretch = stretch
        bytes = Array(text.utf8)
        lines = Array(LineSequence(bytes[...]))
    }

    private mutating func add(_ block: CMarkdownBlock) {
        quotations.removeLast(max(0, quotations.count - Int(block.depth)))
        if block.depth <= stretch.depth { begin(block) }
        switch block.kind {
        case CMarkdownBullet, CMarkdownNumber, CMarkdownFootnote: quotations.append(false)
        case CMarkdownQuotation: quotations.append(true)
        case CMarkdownParagraph where line(of: block) >= 0: addParagraph(block)
        case CMarkdownHTML: addLines(.html, block, from: firstByte(of: block))
        case CMarkdownHeading: block.detail != 0 ? addUnderlined(block) : addHeading(block)
        case CMarkdownTable: isHead = true
        case CMarkdownRow: addRow(block)
        case CMarkdownCode: hasCode = hasCode || block.detail != 0
        default: break
        }
    }

    /// Begins an outermost block, unless it is a part of the last one.
    private mutating func begin(_ block: CMarkdownBlock) {
        let isItem = block.kind == CMarkdownNumber || block.kind == CMarkdownBullet
        let isPart = [CMarkdownColumn, CMarkdownRow, CMarkdownCell, CMarkdownDefinition].contains(block.kind)
        // A list begins before its items; those farther out go on with one that began elsewhere.
        guard !isPart, !isItem || block.depth < stretch.depth else { return }
        // A table's first row may be none of the text's.
        let number = block.kind == CMarkdownTable ? max(0, line(of: block)) : line(of: block)
        guard lines.indices.contains(number) else { return }
        let start = blocks.isEmpty ? 0 : lines[number].range.lowerBound
        close(at: start)
        blocks.append(PlacedBlock(start: start, places: []))
    }

    /// Ends the last block: where its texts do not stand one behind the other within it, or some may be missing, all of it
    /// is one.
    private mutating func close(at end: Int) {
        guard let block = blocks.popLast() else { return }
        let ends = [block.start] + block.places.map(\.range.upperBound)
        let starts = block.places.map(\.range.lowerBound) + [end]
        let isSound = !hasCode && zip(ends, starts).allSatisfy { $0 <= $1 }
        hasCode = false
        if isSound {
            blocks.append(block)
        } else {
            blocks.append(whole(block.start..<max(block.start, end)))
        }
    }

    private func whole(_ range: Range<Int>) -> PlacedBlock {
        let place = Layout.Place(range: body(of: range), form: MarkdownForm(kind: .whole, quotations: 0).name)
        return PlacedBlock(start: range.lowerBound, places: [place])
    }

    // MARK: - Leaves

    private mutating func addParagraph(_ block: CMarkdownBlock) {
        guard var start = firstByte(of: block) else { return }
        var cursor = ByteCursor(bytes, start)
        if block.detail != 0, cursor.take("[ ]") || cursor.take("[x]") || cursor.take("[X]"), cursor.take(" ") {
            start = cursor.index
        } else if quotations.last == true, let end = MarkdownSpans.alert(bytes, start) {
            let number = line(of: block)
            // An alert is a line of its own.
            if bytes[end..<lines[number].content.upperBound].allSatisfy({ $0 == UInt8(ascii: " ") }) {
                guard number + 1 < lineBehind(block) else { return }
                start = content(of: number + 1)
            }
        }
        addLines(.paragraph, block, from: start)
    }

    private mutating func addHeading(_ block: CMarkdownBlock) {
        guard let start = firstByte(of: block) else { return }
        let line = lines[line(of: block)].content
        var text = bytes[start..<line.upperBound].drop { $0 == UInt8(ascii: "#") }
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        text = text.drop(while: isBlank).dropLast { isBlank($0) }
        // A row of “#” behind a space closes a heading (CommonMark 0.31, section 4.2).
        let open = text.dropLast { $0 == UInt8(ascii: "#") }
        if open.last.map(isBlank) ?? false { text = open.dropLast { isBlank($0) } }
        add(.heading, text.startIndex..<text.endIndex)
    }

    private mutating func addUnderlined(_ block: CMarkdownBlock) {
        guard let start = firstByte(of: block) else { return }
        let first = line(of: block)
        let underline = lines[(first + 1)...].indices.first { number in
            let mark = bytes[content(of: number)..<lines[number].content.upperBound]
            let rest = mark.drop { $0 == mark.first }
            return (mark.first == UInt8(ascii: "=") || mark.first == UInt8(ascii: "-"))
                && rest.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        }
        guard let underline else { return }
        add(.line, start..<lines[underline - 1].content.upperBound)
    }

    private mutating func addLines(_ kind: MarkdownForm.Kind, _ block: CMarkdownBlock, from start: Int?) {
        guard let start else { return }
        let end = lineBehind(block)
        let number = line(of: block)
        // What looks like an item may be one in the document.
        hasCode = hasCode || lines[number..<end].dropFirst().contains { MarkdownStretch.isItem(bytes[$0.content]) }
        // A line that is indented less than its paragraph (CommonMark 0.31, section 5.1, “lazy continuation line”) could
        // begin another item: the translation has but one line then.
        let column = firstByte(of: block).map { $0 - lines[number].range.lowerBound } ?? 0
        let isLazy = lines[number..<end].indices.dropFirst().contains {
            content(of: $0) - lines[$0].range.lowerBound < column
        }
        let isItem = quotations.contains(false)
        add(isItem && isLazy ? .line : kind, start..<max(start, lines[end - 1].content.upperBound))
    }

    private mutating func addRow(_ block: CMarkdownBlock) {
        var number = max(nextRow, line(of: block))
        if isHead, line(of: block) < 0 {
            // It is none of the text's.
            isHead = false
            return
        }
        // Of the first row cmark tells the line that the paragraph before the table begins in.
        if isHead {
            while number + 1 < lines.count, !isDelimiter(number + 1) { number += 1 }
            nextRow = number + 2
            isHead = false
        } else {
            nextRow = number + 1
        }
        guard lines.indices.contains(number) else { return }
        let start = number == line(of: block) ? firstByte(of: block) ?? content(of: number) : content(of: number)
        for cell in MarkdownStretch.cells(in: bytes[start..<lines[number].content.upperBound]) { add(.cell, cell) }
    }

    private func isDelimiter(_ number: Int) -> Bool {
        MarkdownStretch.isDelimiter(bytes[content(of: number)..<lines[number].content.upperBound])
    }

    private mutating func add(_ kind: MarkdownForm.Kind, _ range: Range<Int>) {
        let form = MarkdownForm(kind: kind, quotations: quotations.count(where: \.self))
        let body = body(of: range)
        guard let last = blocks.indices.last, !body.isEmpty else { return }
        blocks[last].places.append(Layout.Place(range: body, form: form.name))
    }

    private func body(of range: Range<Int>) -> Range<Int> {
        let space = SurroundingSpace(of: String(decoding: bytes[range], as: UTF8.self))
        let start = range.lowerBound + space.leading.utf8.count
        return start..<start + space.body.utf8.count
    }

    // MARK: - Lines

    /// The number of the line that a block begins in.
    private func line(of block: CMarkdownBlock) -> Int { Int(block.first_line) - 1 - stretch.added }

    /// Where a block begins; nil where cmark's word for it is out of the text.
    private func firstByte(of block: CMarkdownBlock) -> Int? {
        let number = line(of: block)
        guard lines.indices.contains(number) else { return nil }
        let spaces = stretch.indented.line == number ? stretch.indented.bytes : 0
        let start = lines[number].content.lowerBound + max(0, Int(block.first_byte) - 1 - spaces)
        return start < lines[number].content.upperBound ? start : nil
    }

    /// The number of the line behind a block.
    private func lineBehind(_ block: CMarkdownBlock) -> Int {
        let last = block.last_line > 0 ? Int(block.last_line) - stretch.added : lines.count
        return min(lines.count, max(last, line(of: block) + 1))
    }

    /// Where a line's text begins, behind the marks of the quotations that it stands in.
    private func content(of line: Int) -> Int {
        let range = lines[line].content
        return range.lowerBound
            + MarkdownForm.lead(of: bytes[range], quotations: quotations.count(where: \.self)).count
    }
}

extension Collection where Self == SubSequence, Self: BidirectionalCollection {
    /// What is left without the elements at the end that are so.
    fileprivate func dropLast(while isSo: (Element) -> Bool) -> Self {
        self[..<(lastIndex { !isSo($0) }.map(index(after:)) ?? startIndex)]
    }
}
