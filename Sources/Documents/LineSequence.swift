/// The lines of a text, each with its line ending (CommonMark 0.31, section 2.1).
struct LineSequence: Sequence, IteratorProtocol {
    /// One line.
    struct Line {
        /// The line without its ending.
        let content: Range<Int>
        /// The line with its ending, if it has one.
        let range: Range<Int>
        /// Whether the line holds nothing but ASCII white space.
        let isBlank: Bool
    }

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    mutating func next() -> Line? {
        let start = position
        guard start < bytes.endIndex else { return nil }
        var isBlank = true
        while position < bytes.endIndex {
            switch bytes[position] {
            case UInt8(ascii: "\n"):
                return line(from: start, ending: 1, isBlank: isBlank)
            case UInt8(ascii: "\r"):
                let isPair = position + 1 < bytes.endIndex && bytes[position + 1] == UInt8(ascii: "\n")
                return line(from: start, ending: isPair ? 2 : 1, isBlank: isBlank)
            case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0B, 0x0C: break
            default: isBlank = false
            }
            position += 1
        }
        return line(from: start, ending: 0, isBlank: isBlank)
    }

    private mutating func line(from start: Int, ending: Int, isBlank: Bool) -> Line {
        let content = start..<position
        position += ending
        return Line(content: content, range: start..<position, isBlank: isBlank)
    }
}
