/// A place in bytes that goes forward.
struct ByteCursor {
    private let bytes: [UInt8]
    var index: Int

    init(_ bytes: [UInt8], _ index: Int) {
        self.bytes = bytes
        self.index = index
    }

    /// The byte here; nil at the end.
    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Goes past a text, if it stands here.
    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[index + offset] != text.utf8Start[offset] { return false }
        index += count
        return true
    }

    /// Goes past all bytes of a kind, so many at most, and tells how many.
    @discardableResult
    mutating func takeAll(upTo most: Int = .max, _ isOfKind: (UInt8) -> Bool) -> Int {
        let start = index
        let end = most < bytes.count - index ? index + most : bytes.count
        while index < end, isOfKind(bytes[index]) { index += 1 }
        return index - start
    }

    /// The place behind the next occurrence of a text, no further than the longest span; nil where there is none, or where
    /// another opening comes first: of a thousand openings without an end none is looked at twice.
    func end(of text: StaticString, notBeyond opening: StaticString) -> Int? {
        var cursor = self
        let limit = index + ProtectedSpans.longest
        while cursor.index < min(limit, bytes.count) {
            if cursor.take(text) { return cursor.index }
            var other = cursor
            if other.take(opening) { return nil }
            cursor.index += 1
        }
        return nil
    }
}

extension UInt8 {
    /// Whether it is a letter of ASCII.
    var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }

    /// Whether it may stand in a placeholder's name.
    var isNameByte: Bool {
        isLetter || Digit.value(of: self) != nil || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
    }
}

/// The digits of ASCII.
enum Digit {
    /// The value of a digit; nil for any other byte.
    static func value(of byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }
}
