/// The text of a document that is known to be one: sound in its encoding, neither empty nor blank, without zero bytes.
struct DocumentText {
    /// The text in UTF-8, without a byte order mark.
    let bytes: [UInt8]
    /// The same as ``bytes``.
    let string: String
    /// Whether a byte order mark came first.
    let hasByteOrderMark: Bool
    /// How the file is written.
    let encoding: TextEncoding

    /// Judges the bytes of a file.
    ///
    /// - Throws: ``DocumentError``.
    init(bytes source: some Collection<UInt8>, maximumSize: Int) throws(DocumentError) {
        guard source.count <= maximumSize else { throw .tooLarge(bytes: source.count, limit: maximumSize) }
        guard !source.isEmpty else { throw .empty }
        let marked = TextEncoding(markedIn: source)
        if marked == nil, let encoding = TextEncoding(evidentIn: source) { throw .missingByteOrderMark(encoding) }
        encoding = marked ?? .utf8
        hasByteOrderMark = marked != nil
        let mark = marked?.mark.count ?? 0
        let content = Array(source.dropFirst(mark))
        // Told before the bytes are found unsound: a file with zeros is likely no text at all.
        if encoding == .utf8, let zero = content.firstIndex(of: 0) {
            throw .containsNUL(line: Self.line(of: zero, in: content))
        }
        guard let string = encoding.decode(content[...]) else {
            let sound = encoding.soundPart(of: content[...])
            let line = Self.line(of: sound.text.utf8.count, in: Array(sound.text.utf8))
            throw encoding == .utf8
                ? .notUTF8(line: line, byteOffset: sound.count + mark)
                : .undecodable(encoding, line: line, byteOffset: sound.count + mark)
        }
        bytes = encoding == .utf8 ? content : Array(string.utf8)
        if let zero = bytes.firstIndex(of: 0) { throw .containsNUL(line: Self.line(of: zero, in: bytes)) }
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

    private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
        LineSequence(bytes[..<offset]).reduce(into: 1) { number, line in
            if line.content.upperBound < line.range.upperBound { number += 1 }
        }
    }
}
