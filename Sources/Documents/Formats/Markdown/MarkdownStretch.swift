/// Lines of Markdown as they would stand in a document of their own.
///
/// A stretch may begin in the middle of an item or a table, whose beginning is elsewhere. Alone its indentation would make
/// code of it, and its rows would be a paragraph. As no stretch with text to translate has indented code in it, that is no
/// loss.
struct MarkdownStretch {
    /// The lines, with what is missing before them, and without their common indentation.
    private(set) var text: String
    /// How many lines were put before the first.
    private(set) var added = 0
    /// How many bytes each line of the stretch has lost at its begin.
    private(set) var lost: [Int] = []

    init(_ stretch: String) {
        text = stretch
        let bytes = Array(stretch.utf8)
        let lines = Array(LineSequence(bytes[...]))
        guard let first = lines.firstIndex(where: { !$0.isBlank }) else { return }
        var indentation = Self.indentation(of: bytes[lines[first].content], upTo: .max).columns
        if indentation == 0, let other = lines[(first + 1)...].first(where: { !$0.isBlank }) {
            // An item that has lost its indentation alone, as what stands before a cut.
            let (item, next) = (Self.item(bytes[lines[first].content]), Self.item(bytes[other.content]))
            if let item, let next, next.indentation >= item.width + 4 { indentation = next.indentation }
        }
        let isRow = Self.areRows(lines[first...].prefix { !$0.isBlank }.map { bytes[$0.content] })
        guard indentation > 0 || isRow else { return }
        lost = lines.map { Self.indentation(of: bytes[$0.content], upTo: indentation).bytes }
        var result: [UInt8] = []
        for (line, bytesLost) in zip(lines, lost) {
            result += bytes[(line.range.lowerBound + bytesLost)..<line.range.upperBound]
        }
        let next = first + 1 < lines.count ? bytes[lines[first + 1].content] : []
        if isRow, !Self.isDelimiter(next) {
            // Blank lines before it are no part of a table.
            let strokes = Self.cells(in: bytes[lines[first].content]).count
            result =
                Array(String(repeating: "| x ", count: strokes).utf8) + Array("|\n".utf8)
                + Array(String(repeating: "|---", count: strokes).utf8) + Array("|\n".utf8)
                + result.drop { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            added = 2 - first
        }
        text = String(decoding: result, as: UTF8.self)
    }

    /// White space at the begin of a line, as far as some columns; a tab goes to the next multiple of four (CommonMark
    /// 0.31, section 2.2).
    private static func indentation(of line: ArraySlice<UInt8>, upTo most: Int) -> (bytes: Int, columns: Int) {
        var (bytes, columns) = (0, 0)
        for byte in line {
            let width = byte == UInt8(ascii: " ") ? 1 : byte == UInt8(ascii: "\t") ? 4 - columns % 4 : 0
            guard width > 0, columns + width <= most else { break }
            (bytes, columns) = (bytes + 1, columns + width)
        }
        return (bytes, columns)
    }

    /// How far an item is indented that a line begins, and how wide its mark is; nil where none begins.
    private static func item(_ line: ArraySlice<UInt8>) -> (indentation: Int, width: Int)? {
        let (bytes, columns) = indentation(of: line, upTo: .max)
        return ListMarker(line.dropFirst(bytes)).map { (columns, $0.length + 1) }
    }

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
