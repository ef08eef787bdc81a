public import Foundation
public import Translation

/// Writes a translation memory as TMX 1.4b, piece by piece, so that it may be longer than the memory.
///
/// By hand: Foundation's XMLDocument would hold the whole file, and no writer does more for four elements
/// than escape the marks that are escaped here.
public struct TMXWriter: Sendable {
    private let source: LanguageTag?
    private let version: String
    /// The units that were refused, since they hold a character that XML 1.0 cannot (Recommendation, production 2).
    public private(set) var refused = 0

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - source: The language of all texts; nil where they are in several.
    ///   - version: The program's version.
    public init(source: LanguageTag? = nil, version: String) {
        self.source = source
        self.version = version
    }

    /// What comes first.
    public var head: Data {
        let language = source?.identifier ?? "*all*"
        return Data(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <tmx version="1.4">
            <header creationtool="Tolmach" creationtoolversion="\(Self.attribute(version))" segtype="block" \
            o-tmf="Tolmach" adminlang="en" srclang="\(language)" datatype="unknown"/>
            <body>

            """.utf8)
    }

    /// What comes last.
    public let tail = Data("</body>\n</tmx>\n".utf8)

    /// What stands for a unit; nil where it was refused, and counted.
    public mutating func entry(_ unit: TranslationUnit) -> Data? {
        guard Self.isWritable(unit.text), Self.isWritable(unit.translation) else {
            refused += 1
            return nil
        }
        var text = "<tu srclang=\"\(unit.source.identifier)\">\n"
        text += Self.variant(unit.source, unit.text, created: nil)
        text += Self.variant(unit.target, unit.translation, created: unit.created)
        return Data((text + "</tu>\n").utf8)
    }

    private static func variant(_ language: LanguageTag, _ text: String, created: Timestamp?) -> String {
        let date = created.map { " creationdate=\"\(TMXDate.text(of: $0))\"" } ?? ""
        return "<tuv xml:lang=\"\(language.identifier)\"\(date)><seg>\(escaped(text))</seg></tuv>\n"
    }

    /// A text as an element holds it: a carriage return is a reference, for else a parser takes it for a line's end
    /// (Recommendation, section 2.11).
    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\r"): bytes += "&#13;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func attribute(_ text: String) -> String {
        escaped(text.filter { (" "..."~").contains($0) }).replacing("\"", with: "&quot;")
    }

    private static func isWritable(_ text: String) -> Bool { text.unicodeScalars.allSatisfy(isWritable) }

    private static func isWritable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0xFFFD, 0x10000...0x10FFFF, 0x09, 0x0A, 0x0D: true
        default: false
        }
    }
}
