/// How a text is written in bytes (The Unicode Standard, section 3.10).
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    /// UTF-8, with a byte order mark or without.
    case utf8 = "UTF-8"
    /// UTF-32, the lowest byte first. Its mark begins with that of UTF-16, and is looked for before it.
    case utf32LittleEndian = "UTF-32LE"
    /// UTF-32, the highest byte first.
    case utf32BigEndian = "UTF-32BE"
    /// UTF-16, the lower byte first.
    case utf16LittleEndian = "UTF-16LE"
    /// UTF-16, the higher byte first.
    case utf16BigEndian = "UTF-16BE"

    /// The byte order mark, U+FEFF (The Unicode Standard, table 2-4).
    var mark: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf32LittleEndian: [0xFF, 0xFE, 0, 0]
        case .utf32BigEndian: [0, 0, 0xFE, 0xFF]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        }
    }

    /// The encoding whose byte order mark comes first in a file; nil where none does.
    init?(markedIn bytes: some Collection<UInt8>) {
        guard let encoding = Self.allCases.first(where: { bytes.starts(with: $0.mark) }) else { return nil }
        self = encoding
    }

    /// The encoding of a file without a mark whose every other byte is zero at its begin, as it is in UTF-16 of most
    /// languages; nil where that is not so, or where the file has fewer than four bytes.
    init?(evidentIn bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(32))
        let pairs = stride(from: 0, to: head.count - 1, by: 2)
        guard head.count >= 4 else { return nil }
        if pairs.allSatisfy({ head[$0] != 0 && head[$0 + 1] == 0 }) {
            self = .utf16LittleEndian
        } else if pairs.allSatisfy({ head[$0] == 0 && head[$0 + 1] != 0 }) {
            self = .utf16BigEndian
        } else {
            return nil
        }
    }

    /// The text that bytes without a mark spell; nil where they are not sound.
    func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.count.isMultiple(of: unit) else { return nil }
        switch self {
        case .utf8: return String(validating: bytes, as: UTF8.self)
        case .utf16LittleEndian, .utf16BigEndian: return String(validating: units16(bytes), as: UTF16.self)
        case .utf32LittleEndian, .utf32BigEndian: return String(validating: units32(bytes), as: UTF32.self)
        }
    }

    /// The text before the first byte that is not sound, and that byte's place, counted from the begin of the bytes.
    func soundPart(of bytes: ArraySlice<UInt8>) -> (text: String, count: Int) {
        switch self {
        case .utf8: Self.soundPart(of: bytes, as: UTF8.self, unit: 1)
        case .utf16LittleEndian, .utf16BigEndian: Self.soundPart(of: units16(bytes), as: UTF16.self, unit: 2)
        case .utf32LittleEndian, .utf32BigEndian: Self.soundPart(of: units32(bytes), as: UTF32.self, unit: 4)
        }
    }

    /// A text in UTF-8 written in this encoding.
    func encode(_ utf8: [UInt8]) -> [UInt8] {
        guard self != .utf8 else { return utf8 }
        let text = String(decoding: utf8, as: UTF8.self)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count * 2)
        switch self {
        case .utf8: break
        case .utf16LittleEndian:
            for unit in text.utf16 { bytes += [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] }
        case .utf16BigEndian:
            for unit in text.utf16 { bytes += [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)] }
        case .utf32LittleEndian:
            for scalar in text.unicodeScalars { withUnsafeBytes(of: scalar.value.littleEndian) { bytes += $0 } }
        case .utf32BigEndian:
            for scalar in text.unicodeScalars { withUnsafeBytes(of: scalar.value.bigEndian) { bytes += $0 } }
        }
        return bytes
    }

    /// The bytes of a code unit.
    private var unit: Int {
        switch self {
        case .utf8: 1
        case .utf16LittleEndian, .utf16BigEndian: 2
        case .utf32LittleEndian, .utf32BigEndian: 4
        }
    }

    private func units16(_ bytes: ArraySlice<UInt8>) -> [UInt16] {
        let isLittle = self == .utf16LittleEndian
        return stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
    }

    private func units32(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
        let isLittle = self == .utf32LittleEndian
        return stride(from: bytes.startIndex, to: bytes.endIndex - 3, by: 4).map { place in
            let unit = bytes[place..<place + 4].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            return isLittle ? unit.byteSwapped : unit
        }
    }

    private static func soundPart<Encoding: Unicode.Encoding>(
        of units: some Sequence<Encoding.CodeUnit>, as encoding: Encoding.Type, unit: Int
    ) -> (text: String, count: Int) {
        var parser = Encoding.ForwardParser()
        var iterator = units.makeIterator()
        var text = String.UnicodeScalarView()
        var count = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) {
            text.append(Encoding.decode(scalar))
            count += scalar.count
        }
        return (String(text), count * unit)
    }
}
