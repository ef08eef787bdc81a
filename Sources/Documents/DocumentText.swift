/// The text of a document that is known to be one: valid UTF-8, neither empty nor blank, without zero bytes.
struct DocumentText {
    /// The bytes after the byte order mark.
    let bytes: [UInt8]
    /// The same as ``bytes``.
    let string: String
    /// Whether a byte order mark (`EF BB BF`) came first.
    let hasByteOrderMark: Bool

    /// Judges the bytes of a file.
    ///
    /// - Throws: ``DocumentError``.
    init(bytes source: some Collection<UInt8>, maximumSize: Int) throws(DocumentError) {
        guard source.count <= maximumSize else { throw .tooLarge(bytes: source.count, limit: maximumSize) }
        guard !source.isEmpty else { throw .empty }
        if let name = Self.foreignEncoding(of: source) { throw .unsupportedEncoding(name) }
        hasByteOrderMark = source.starts(with: [0xEF, 0xBB, 0xBF])
        bytes = Array(hasByteOrderMark ? source.dropFirst(3) : source[...])
        if let zero = bytes.firstIndex(of: 0) { throw .containsNUL(line: Self.line(of: zero, in: bytes)) }
        guard let string = String(validating: bytes, as: UTF8.self) else {
            let offset = Self.firstInvalidByte(in: bytes)
            let line = Self.line(of: offset, in: bytes)
            throw .notUTF8(line: line, byteOffset: offset + (hasByteOrderMark ? 3 : 0))
        }
        guard string.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { throw .blank }
        self.string = string
    }

    /// The text between two places in ``bytes``, both at the border of a code point.
    subscript(range: Range<Int>) -> Substring {
        string[index(at: range.lowerBound)..<index(at: range.upperBound)]
    }

    /// The index of a place in ``bytes``, found in constant time.
    func index(at offset: Int) -> String.Index {
        string.utf8.index(string.utf8.startIndex, offsetBy: offset)
    }

    /// How many characters stand between two places.
    func characterCount(in range: Range<Int>) -> Int {
        var count = range.count
        for offset in range {
            if bytes[offset] >= 0x80 { return self[range].count }
            if bytes[offset] == UInt8(ascii: "\n"), offset > range.lowerBound, bytes[offset - 1] == UInt8(ascii: "\r") {
                count -= 1
            }
        }
        return count
    }

    /// Whether a letter of any script stands between two places.
    func hasLetter(in range: Range<Int>) -> Bool {
        for offset in range {
            switch bytes[offset] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return true
            case 0x80...:
                return self[offset..<range.upperBound].unicodeScalars.contains { $0.properties.isAlphabetic }
            default: break
            }
        }
        return false
    }

    /// The number of the line, from 1, that a place in ``bytes`` is in.
    func line(of offset: Int) -> Int { Self.line(of: offset, in: bytes) }

    /// The encoding that a byte order mark announces, if it is not UTF-8 (The Unicode Standard, table 2-4).
    private static func foreignEncoding(of source: some Collection<UInt8>) -> String? {
        if source.starts(with: [0xFF, 0xFE, 0, 0]) || source.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
        if source.starts(with: [0xFF, 0xFE]) || source.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        return nil
    }

    private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
        LineSequence(bytes[..<offset]).reduce(into: 1) { number, line in
            if line.content.upperBound < line.range.upperBound { number += 1 }
        }
    }

    private static func firstInvalidByte(in bytes: [UInt8]) -> Int {
        var parser = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
        return offset
    }
}
