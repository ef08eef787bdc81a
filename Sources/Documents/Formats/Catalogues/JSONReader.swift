import Translation

/// JSON (RFC 8259): all strings that are values are texts, keys are not.
///
/// What belongs to a key that begins with `@` is left alone: in Flutter's resource bundles it describes the text beside it.
/// Read by hand: Foundation's reader does not tell where in the file a string stands.
enum JSONReader: DocumentFormatReader {
    static let title = "JSON"
    static let nameExtensions = ["json", "arb"]
    static let protected = ProtectedSpans(Placeholder.all + [InlineMarkup.tag, InlineMarkup.reference, Address.url])

    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool {
        let start = head.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        guard start.first == UInt8(ascii: "{") else { return false }
        return start.dropFirst().first { $0 > 0x20 } == UInt8(ascii: "\"")
    }

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        var scanner = JSONScanner(text)
        return Block.filling(try scanner.values(), count: text.bytes.count)
    }

    static func decode(_ raw: Substring, form: String) -> String { BackslashEscapes.json.decode(raw) }

    static func encode(_ text: String, form: String, over old: Substring) -> String {
        // Who writes \u00e9 where é would do wants ASCII alone.
        let isASCII = old.utf8.allSatisfy { $0 < 0x80 } && old.contains("\\u")
        return BackslashEscapes.json.encode(text, isASCII: isASCII)
    }
}

/// Goes through a JSON text once, without recursion, and finds the strings that are values.
struct JSONScanner {
    private let text: DocumentText
    private var cursor: ByteCursor
    private var units: [Block] = []

    private enum Container {
        case object(isNote: Bool), array(isNote: Bool)

        var isNote: Bool {
            switch self {
            case .object(let isNote), .array(let isNote): isNote
            }
        }
    }

    init(_ text: DocumentText) {
        self.text = text
        cursor = ByteCursor(text.bytes, 0)
    }

    /// The strings that are values.
    ///
    /// - Throws: ``DocumentError/malformed(_:line:what:)`` where the text is no JSON.
    mutating func values() throws(DocumentError) -> [Block] {
        var open: [Container] = []
        var isNote = false
        repeat {
            // Here stands a value, or, in an object, a member.
            space()
            if case .object(let outer) = open.last {
                let key = try string()
                isNote = outer || text.bytes[key].first == UInt8(ascii: "@") && key.count > 1
                space()
                guard cursor.take(":") else { throw fault("a colon is missing behind a key") }
                space()
            } else {
                isNote = open.last?.isNote ?? false
            }
            if cursor.take("{") {
                space()
                if !cursor.take("}") {
                    open.append(.object(isNote: isNote))
                    continue
                }
            } else if cursor.take("[") {
                space()
                if !cursor.take("]") {
                    open.append(.array(isNote: isNote))
                    continue
                }
            } else if cursor.next == UInt8(ascii: "\"") {
                let range = try string()
                if !isNote { units.append(Block(kind: .unit(Block.Unit(form: "")), range: range)) }
            } else {
                try atom()
            }
            try close(&open)
        } while !open.isEmpty
        space()
        guard cursor.next == nil else { throw fault("something follows the end") }
        return units
    }

    /// Goes past the ends of containers up to the next value.
    private mutating func close(_ open: inout [Container]) throws(DocumentError) {
        while let container = open.last {
            space()
            if cursor.take(",") { return }
            switch container {
            case .object: guard cursor.take("}") else { throw fault("a comma or a closing brace is missing") }
            case .array: guard cursor.take("]") else { throw fault("a comma or a closing bracket is missing") }
            }
            open.removeLast()
        }
    }

    /// Goes past a string, and gives the place of what is between the quotes.
    private mutating func string() throws(DocumentError) -> Range<Int> {
        guard cursor.take("\"") else { throw fault("a string is missing") }
        let start = cursor.index
        while let byte = cursor.next {
            switch byte {
            case UInt8(ascii: "\""):
                cursor.index += 1
                return start..<cursor.index - 1
            case UInt8(ascii: "\\"):
                cursor.index += 1
                guard let escaped = cursor.next, "\"\\/bfnrtu".utf8.contains(escaped) else {
                    throw fault("an unknown escape stands in a string")
                }
                cursor.index += 1
                if escaped == UInt8(ascii: "u") {
                    let digits = cursor
                    guard cursor.takeAll(upTo: 4, { Unicode.Scalar($0).properties.isASCIIHexDigit }) == 4 else {
                        cursor = digits
                        throw fault("\\u wants four hexadecimal digits")
                    }
                }
            case 0..<0x20: throw fault("a string has a control character, or does not end in its line")
            default: cursor.index += 1
            }
        }
        throw fault("a string does not end")
    }

    private mutating func atom() throws(DocumentError) {
        for word in Self.words where cursor.take(word) { return }
        _ = cursor.take("-")
        let beginsWithZero = cursor.next == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !beginsWithZero || whole == 1 else { throw fault("a value is missing") }
        if cursor.take("."), digits() == 0 { throw fault("a number does not end") }
        if cursor.take("e") || cursor.take("E") {
            if !cursor.take("+") { _ = cursor.take("-") }
            if digits() == 0 { throw fault("a number does not end") }
        }
    }

    private mutating func digits() -> Int {
        cursor.takeAll { Digit.value(of: $0) != nil }
    }

    private static let words: [StaticString] = ["true", "false", "null"]

    private mutating func space() { cursor.takeAll { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D } }

    private func fault(_ what: String) -> DocumentError {
        .malformed(.json, line: text.line(of: min(cursor.index, text.bytes.count)), what: what)
    }
}
