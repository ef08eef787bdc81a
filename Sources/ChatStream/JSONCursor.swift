/// A place in a JSON text (RFC 8259), moved forward by what is read there.
///
/// Stricter than the standard in how deep values may nest, laxer in one point: half of a surrogate pair becomes U+FFFD.
/// Gateways written in JavaScript cut an emoji into two chunks, and the text around it must not be lost with it. U+0000
/// becomes U+FFFD too (as HTML has it): no text holds one, and SQLite's functions end a text there.
struct JSONCursor {
    /// A string without escapes, where it lies.
    struct Word {
        let bytes: UnsafeBufferPointer<UInt8>.SubSequence

        static func ~= (pattern: StaticString, word: Word) -> Bool { word == pattern }

        static func == (word: Word, text: StaticString) -> Bool {
            text.withUTF8Buffer { $0.count == word.bytes.count && $0.elementsEqual(word.bytes) }
        }

        static func != (word: Word, text: StaticString) -> Bool { !(word == text) }
    }

    /// Nothing that servers send is nested deeper; recursion ends here.
    static let deepest = 32

    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Whether only white space is left.
    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return index == bytes.count
        }
    }

    /// Moves past the character, if it is next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard index < bytes.count, UInt32(bytes[index]) == character.value else { return false }
        index += 1
        return true
    }

    mutating func skipNull() -> Bool {
        skipSpace()
        return skip("null")
    }

    /// Moves past a number that is just 0.
    mutating func takeZero() -> Bool {
        skipSpace()
        guard peek == UInt8(ascii: "0") else { return false }
        let start = index
        guard skipNumber() else { return false }
        return index == start + 1
    }

    /// Reads a string that has no escapes.
    mutating func simpleString() -> Word? {
        guard take("\"") else { return nil }
        let start = index
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { index += 1 }
        guard peek == UInt8(ascii: "\"") else { return nil }
        defer { index += 1 }
        return Word(bytes: bytes[start..<index])
    }

    /// Reads any string.
    mutating func string() -> String? {
        let start = index
        if let word = simpleString() { return String(decoding: word.bytes, as: UTF8.self) }
        index = start
        guard take("\"") else { return nil }
        var content: [UInt8] = []
        while let byte = peek, byte >= 0x20 {
            index += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: content, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") {
                guard readEscape(into: &content) else { return nil }
            } else {
                content.append(byte)
            }
        }
        return nil
    }

    /// Moves past a value of any kind.
    mutating func skipValue(depth: Int = 0) -> Bool {
        skipSpace()
        switch peek {
        case UInt8(ascii: "\""): return string() != nil
        case UInt8(ascii: "{"): return skipMembers(open: "{", close: "}", depth: depth)
        case UInt8(ascii: "["): return skipMembers(open: "[", close: "]", depth: depth)
        case UInt8(ascii: "t"): return skip("true")
        case UInt8(ascii: "f"): return skip("false")
        case UInt8(ascii: "n"): return skip("null")
        default: return skipNumber()
        }
    }

    private mutating func skipMembers(open: Unicode.Scalar, close: Unicode.Scalar, depth: Int) -> Bool {
        guard depth < Self.deepest, take(open) else { return false }
        if take(close) { return true }
        repeat {
            if open == "{" { guard string() != nil, take(":") else { return false } }
            guard skipValue(depth: depth + 1) else { return false }
        } while take(",")
        return take(close)
    }

    mutating func skip(_ word: StaticString) -> Bool {
        let end = index + word.utf8CodeUnitCount
        guard end <= bytes.count, Word(bytes: bytes[index..<end]) == word else { return false }
        index = end
        return true
    }

    mutating func skipNumber() -> Bool {
        if peek == UInt8(ascii: "-") { index += 1 }
        let start = index
        guard skipDigits() else { return false }
        guard bytes[start] != UInt8(ascii: "0") || index == start + 1 else { return false }
        if peek == UInt8(ascii: ".") {
            index += 1
            guard skipDigits() else { return false }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            index += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
            guard skipDigits() else { return false }
        }
        return true
    }

    private mutating func skipDigits() -> Bool {
        let start = index
        while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { index += 1 }
        return index > start
    }

    private mutating func readEscape(into content: inout [UInt8]) -> Bool {
        guard let byte = peek else { return false }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            guard let scalar = readScalar() else { return false }
            content.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: return false
        }
        return true
    }

    /// Reads the digits after `\u`, and those of the second half of a pair.
    private mutating func readScalar() -> Unicode.Scalar? {
        guard let high = readHexadecimal() else { return nil }
        guard UTF16.isLeadSurrogate(high) else { return high == 0 ? "\u{FFFD}" : Unicode.Scalar(high) ?? "\u{FFFD}" }
        let afterHigh = index
        guard skip("\\u"), let low = readHexadecimal(), UTF16.isTrailSurrogate(low) else {
            index = afterHigh
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
    }

    private mutating func readHexadecimal() -> UInt16? {
        guard index + 4 <= bytes.count else { return nil }
        var value: UInt16 = 0
        for byte in bytes[index..<(index + 4)] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt16(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt16(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt16(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        index += 4
        return value
    }

    mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }
}
