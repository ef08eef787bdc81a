/// What stands in an XML file before its first element, looked through before a parser sees any of it.
///
/// Foundation's XMLParser never says that an entity is declared. It lets libxml2 expand some, and drops others without
/// a word, so that a text would lose a part of itself. So a file that declares any is refused here. What an external
/// document type would declare is not known, as none is ever fetched.
enum XMLProlog {
    /// The most bytes before the first element: real files have some hundred.
    static let longest = 64 << 10

    /// Looks through the first bytes of a file.
    ///
    /// - Parameters:
    ///   - head: The first ``longest`` bytes, or all.
    ///   - isAll: Whether the file ends with them.
    /// - Throws: ``ExchangeError``.
    static func check(_ head: [UInt8], isAll: Bool) throws(ExchangeError) {
        let bytes = try ascii(head)
        var cursor = ByteCursor(bytes, 0)
        _ = cursor.take("\u{FEFF}")
        var isFirst = true
        while true {
            cursor.takeAll(\.isXMLSpace)
            if cursor.take("<?") {
                let start = cursor.index
                let isDeclaration = isFirst && cursor.take("xml")
                guard cursor.skip(past: "?>") else { break }
                if isDeclaration { try checkEncoding(bytes[start..<cursor.index]) }
            } else if cursor.take("<!--") {
                guard cursor.skip(past: "-->") else { break }
            } else if cursor.take("<!DOCTYPE") {
                guard try skipDocumentType(&cursor, in: bytes) else { break }
            } else {
                // An element, or what the parser will complain about.
                if cursor.next != nil || isAll { return }
                break
            }
            isFirst = false
        }
        if !isAll {
            throw .malformed(line: 1, what: "no element begins in the first \(longest) bytes")
        }
    }

    /// The bytes as far as they are ASCII, from UTF-8 and its like or from UTF-16; anything else as 0x7F.
    private static func ascii(_ head: [UInt8]) throws(ExchangeError) -> [UInt8] {
        // The XML Recommendation, appendix F.1: the first four bytes tell the family of the encoding.
        let signature = head.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } << (8 * UInt32(4 - min(4, head.count)))
        switch signature {
        case 0x0000_FEFF, 0xFFFE_0000, 0x0000_003C, 0x3C00_0000: throw .unsupportedEncoding("UTF-32")
        case 0x4C6F_A794: throw .unsupportedEncoding("EBCDIC")
        default: break
        }
        let isLittle = signature >> 16 == 0xFFFE || signature >> 16 == 0x3C00
        guard isLittle || signature >> 16 == 0xFEFF || signature >> 16 == 0x003C else { return head }
        let start = signature >> 16 == 0xFFFE || signature >> 16 == 0xFEFF ? 2 : 0
        return stride(from: start, to: head.count - 1, by: 2).map { index in
            let (low, high) = isLittle ? (head[index], head[index + 1]) : (head[index + 1], head[index])
            return high == 0 && low < 0x80 ? low : 0x7F
        }
    }

    /// Only encodings whose ASCII is ASCII: in any other a declaration could hide from this search.
    private static func checkEncoding(_ declaration: ArraySlice<UInt8>) throws(ExchangeError) {
        let text = String(decoding: declaration, as: UTF8.self)
        guard let match = text.firstMatch(of: #/encoding\s*=\s*["']([^"']*)["']/#) else { return }
        let name = match.1.lowercased()
        let known = [
            "utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-", "windows-125", "cp125", "koi8-", "gb", "big5",
            "shift_jis", "euc-",
        ]
        if !known.contains(where: name.hasPrefix) { throw .unsupportedEncoding(String(match.1)) }
    }

    /// Goes past a document type declaration; false where it has no end.
    ///
    /// - Throws: ``ExchangeError/declaresEntities(line:)``.
    private static func skipDocumentType(
        _ cursor: inout ByteCursor, in bytes: [UInt8]
    ) throws(ExchangeError) -> Bool {
        var isInside = false
        while let byte = cursor.next {
            if cursor.take("<!ENTITY") {
                throw .declaresEntities(line: bytes[..<cursor.index].count { $0 == UInt8(ascii: "\n") } + 1)
            }
            if cursor.take("<!--") {
                guard cursor.skip(past: "-->") else { return false }
                continue
            }
            if cursor.take("<?") {
                guard cursor.skip(past: "?>") else { return false }
                continue
            }
            cursor.index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard cursor.skip(past: "\"") else { return false }
            case UInt8(ascii: "'"):
                guard cursor.skip(past: "'") else { return false }
            case UInt8(ascii: "["): isInside = true
            case UInt8(ascii: "]"): isInside = false
            case UInt8(ascii: ">") where !isInside: return true
            default: break
            }
        }
        return false
    }
}

extension ByteCursor {
    /// Goes behind the next occurrence of a text; false where there is none.
    fileprivate mutating func skip(past text: StaticString) -> Bool {
        while next != nil {
            if take(text) { return true }
            index += 1
        }
        return false
    }
}

extension UInt8 {
    /// White space of XML (Recommendation, production 3).
    fileprivate var isXMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
