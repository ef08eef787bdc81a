/// A place in a line, which knows its column, so that a tab counts as in CommonMark 0.31, section 2.2: up to the next
/// multiple of four, and possibly in parts.
struct LineCursor {
    private let bytes: [UInt8]
    private let end: Int
    private(set) var offset: Int
    /// The column, from 0; inside a tab that is used up in part, beyond that of ``offset``.
    private var column = 0

    init(_ bytes: [UInt8], content: Range<Int>) {
        self.bytes = bytes
        offset = content.lowerBound
        end = content.upperBound
    }

    /// How many columns of spaces and tabs come next.
    var indentation: Int {
        var column = column
        for byte in bytes[offset..<end] {
            guard let width = Self.width(of: byte, at: column) else { break }
            column += width
        }
        return column - self.column
    }

    /// Whether nothing but spaces and tabs is left.
    var isBlank: Bool { rest.isEmpty }

    /// What is left after spaces and tabs.
    var rest: ArraySlice<UInt8> {
        bytes[offset..<end].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    /// Goes over as many columns of spaces and tabs as there are, at most the given number.
    mutating func skip(columns: Int) {
        let goal = column + columns
        while column < goal, offset < end, let width = Self.width(of: bytes[offset], at: column) {
            if column + width > goal {
                column = goal
                return
            }
            column += width
            offset += 1
        }
    }

    /// Goes over bytes that are neither tabs nor parts of a longer character.
    mutating func skip(bytes count: Int) {
        offset += count
        column += count
    }

    private static func width(of byte: UInt8, at column: Int) -> Int? {
        switch byte {
        case UInt8(ascii: " "): 1
        case UInt8(ascii: "\t"): 4 - column % 4
        default: nil
        }
    }
}
