/// Lines of Markdown with something before them that makes of them what they are in their document.
///
/// A stretch may begin in the middle of an item or a table, whose beginning is elsewhere. Alone its indentation would mean
/// something else, or make code of it, and its rows would be a paragraph. As no stretch with text to translate has indented
/// code in it, items are put before it that are as wide as its first line is indented, and a head before rows.
struct MarkdownStretch {
    /// The lines with what was put before them.
    private(set) var text: String
    /// How many lines were put before the first that is not blank.
    private(set) var added = 0
    /// How many items the first line stands in by what was put before it.
    private(set) var depth = 0
    /// The line before which spaces were put, as one that a cut has taken from it, and how many.
    private(set) var indented = (line: 0, bytes: 0)
    /// Whether a head was put before rows.
    private(set) var hasHead = false

    init(_ stretch: String) {
        text = stretch
        let bytes = Array(stretch.utf8)
        let lines = Array(LineSequence(bytes[...]))
        guard let first = lines.firstIndex(where: { !$0.isBlank }) else { return }
        var indentation = Self.indentation(of: bytes[lines[first].content])
        let paragraph = lines[first...].prefix { !$0.isBlank }.map { bytes[$0.content] }
        if indentation == 0, paragraph.count > 1 {
            // An item that has lost its indentation alone, as what stands behind a cut.
            let (item, next) = (Self.item(paragraph[0]), Self.item(paragraph[1]))
            if let item, let next, next.indentation >= item.width + 4 {
                indentation = next.indentation
                indented = (first, indentation)
            }
        }
        var before = ""
        if indentation > 1 {
            // Items as narrow as there are, so that lines that are indented less are in the outer ones.
            let items = (indentation % 2 == 1 ? "-  " : "- ") + String(repeating: "- ", count: indentation / 2 - 1)
            before = items + "x\n\n"
            depth = indentation / 2
            added = 2
        }
        let margin = String(repeating: " ", count: indentation)
        if Self.areRows(paragraph), !(paragraph.count > 1 && Self.isDelimiter(paragraph[1])) {
            let count = Self.cells(in: paragraph[0]).count
            let head = [String(repeating: "| x ", count: count), String(repeating: "|---", count: count)]
            before += head.map { margin + $0 + "|\n" }.joined()
            hasHead = true
            added += 2
        }
        let start = lines[first].range.lowerBound
        text =
            stretch[bytes: 0..<start] + before + (indented.bytes > 0 ? margin : "")
            + stretch[bytes: start..<bytes.count]
    }

    /// The columns of white space at the begin of a line; a tab goes to the next multiple of four (CommonMark 0.31, section
    /// 2.2).
    private static func indentation(of line: ArraySlice<UInt8>) -> Int {
        var columns = 0
        for byte in line {
            guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") else { break }
            columns += byte == UInt8(ascii: " ") ? 1 : 4 - columns % 4
        }
        return columns
    }

    /// How far an item is indented that a line begins, and how wide its mark is; nil where none begins.
    private static func item(_ line: ArraySlice<UInt8>) -> (indentation: Int, width: Int)? {
        let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return ListMarker(text).map { (indentation(of: line), $0.length + 1) }
    }

    /// Whether a line looks like the first of an item.
    static func isItem(_ line: ArraySlice<UInt8>) -> Bool { item(line) != nil }

    /// Whether lines may be rows of a table: those that begin with a stroke, and several with one in each.
    private static func areRows(_ lines: [ArraySlice<UInt8>]) -> Bool {
        let begins = lines[0].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "|")
        return begins || lines.count > 1 && lines.allSatisfy { cells(in: $0).count > 1 }
    }

    /// Whether a line makes a table of the one before it.
    static func isDelimiter(_ line: ArraySlice<UInt8>) -> Bool {
        line.contains(UInt8(ascii: "-")) && line.allSatisfy { " \t|:-".utf8.contains($0) }
    }

    /// The cells of a row, without the strokes at its ends; a stroke behind a backslash is text (GitHub Flavored Markdown,
    /// section 4.10).
    static func cells(in line: ArraySlice<UInt8>) -> [Range<Int>] {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var row = line.drop(while: isBlank)
        while let last = row.last, isBlank(last) { row.removeLast() }
        if row.first == UInt8(ascii: "|") { row.removeFirst() }
        var cells: [Range<Int>] = []
        var (start, index) = (row.startIndex, row.startIndex)
        while index < row.endIndex {
            if row[index] == UInt8(ascii: "|") {
                cells.append(start..<index)
                start = index + 1
            } else if row[index] == UInt8(ascii: "\\") {
                index += 1
            }
            index += 1
        }
        if start < row.endIndex { cells.append(start..<row.endIndex) }
        return cells
    }
}
