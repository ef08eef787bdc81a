import Translation

/// Apple's tables of strings (Property List Programming Guide, “Old-Style ASCII Property Lists”): `"key" = "text";`.
///
/// Read by hand: Foundation reads such a table, but does not tell where in the file a string stands.
enum AppleStringsReader: DocumentFormatReader {
    static let title = "Apple strings"
    static let nameExtensions = ["strings"]
    static let protected = ProtectedSpans(
        [Placeholder.printf, Placeholder.braces, InlineMarkup.tag, Address.url, Address.mail, escapes.half()])

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        var cursor = ByteCursor(text.bytes, 0)
        var units: [Block] = []
        _ = try skip(&cursor, text)
        let isBraced = cursor.take("{")
        while try skip(&cursor, text), cursor.next != nil {
            if isBraced, cursor.take("}") {
                try skip(&cursor, text)
                guard cursor.next == nil else { throw fault(cursor, text, "something follows the closing brace") }
                break
            }
            try token(&cursor, text)
            try skip(&cursor, text)
            // A key alone is its own text, and a translation would have to be written behind it.
            if cursor.take(";") { continue }
            guard cursor.take("=") else { throw fault(cursor, text, "an equals sign is missing behind a key") }
            try skip(&cursor, text)
            if let range = try token(&cursor, text) {
                let quote = String(decoding: text.bytes[range.lowerBound - 1..<range.lowerBound], as: UTF8.self)
                units.append(Block(kind: .unit(Block.Unit(form: quote)), range: range))
            }
            try skip(&cursor, text)
            guard cursor.take(";") else { throw fault(cursor, text, "a semicolon is missing behind a text") }
        }
        return Block.filling(units, count: text.bytes.count)
    }

    static func decode(_ raw: Substring, form: String) -> String { escapes.decode(raw) }

    /// - Parameter form: The quotation mark around the text.
    static func encode(_ text: String, form: String, over old: Substring) -> String {
        let spelt = escapes.encode(text)
        return form == "'" ? spelt.replacing("'", with: "\\'") : spelt
    }

    static func fits(_ translation: String, inPlaceOf source: String) -> Bool {
        escapes.hasNoNewHalf(in: translation, of: source)
    }

    private static let escapes = BackslashEscapes(
        unicode: "U", hasBytes: true,
        letters: ["n": "\n", "t": "\t", "r": "\r", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "v": "\u{B}"],
        needed: ["\"": "\"", "\\": "\\", "\n": "n", "\t": "t", "\r": "r"],
        escapesControls: false)

    /// Goes past white space and comments.
    @discardableResult
    private static func skip(_ cursor: inout ByteCursor, _ text: DocumentText) throws(DocumentError) -> Bool {
        while true {
            cursor.takeAll { $0 <= 0x20 }
            if cursor.take("//") {
                cursor.takeAll { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            } else if cursor.take("/*") {
                while !cursor.take("*/") {
                    guard cursor.next != nil else { throw fault(cursor, text, "a comment does not end") }
                    cursor.index += 1
                }
            } else {
                return true
            }
        }
    }

    /// Goes past a string or a bare word; of a string, the place between its quotes.
    @discardableResult
    private static func token(_ cursor: inout ByteCursor, _ text: DocumentText) throws(DocumentError) -> Range<Int>? {
        guard let quote = cursor.next, "\"'".utf8.contains(quote) else {
            let bare = cursor.takeAll { $0.isNameByte || "-/:$".utf8.contains($0) || $0 >= 0x80 }
            guard bare > 0 else { throw fault(cursor, text, "a string is missing") }
            return nil
        }
        cursor.index += 1
        let start = cursor.index
        while let byte = cursor.next, byte != quote { cursor.index += byte == UInt8(ascii: "\\") ? 2 : 1 }
        guard cursor.next == quote else {
            throw .malformed(.strings, line: text.line(of: start), what: "a string does not end")
        }
        cursor.index += 1
        return start..<cursor.index - 1
    }

    private static func fault(_ cursor: ByteCursor, _ text: DocumentText, _ what: String) -> DocumentError {
        .malformed(.strings, line: text.line(of: min(cursor.index, text.bytes.count)), what: what)
    }
}
