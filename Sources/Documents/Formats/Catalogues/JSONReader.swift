import Translation

/// JSON (RFC 8259): all strings that are values are texts, keys are not.
///
/// What belongs to a key that begins with `@` is left alone: in Flutter's resource bundles it describes the text beside it.
/// Read by hand: Foundation's reader does not tell where in the file a string stands.
enum JSONReader: DocumentFormatReader {
    static let title = "JSON"
    static let nameExtensions = ["json", "arb"]
    static let protected = ProtectedSpans(
        Placeholder.all + [
            InlineMarkup.tag, InlineMarkup.reference, Address.url, Address.mail, BackslashEscapes.json.half(),
        ])

    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool {
        let start = head.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        guard start.first == UInt8(ascii: "{") else { return false }
        return start.dropFirst().first { $0 > 0x20 } == UInt8(ascii: "\"")
    }

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        var parser = JSONParser(text, format: .json)
        var units: [Block] = []
        /// Of each open container, whether it describes a text.
        var open: [Bool] = []
        var isNote = false
        while let event = try parser.next() {
            switch event {
            case .key(let range):
                isNote = open.last ?? false || text.bytes[range].first == UInt8(ascii: "@") && range.count > 1
                continue
            case .open: open.append(isNote)
            case .close: open.removeLast()
            case .string(let range):
                if !isNote { units.append(Block(kind: .unit(Block.Unit(form: "")), range: range)) }
            case .atom: break
            }
            isNote = open.last ?? false
        }
        return Block.filling(units, count: text.bytes.count)
    }

    static func decode(_ raw: Substring, form: String) -> String { BackslashEscapes.json.decode(raw) }

    static func encode(_ text: String, form: String, over old: Substring) -> String {
        // Who writes \u00e9 where é would do wants ASCII alone.
        let isASCII = old.utf8.allSatisfy { $0 < 0x80 } && old.contains("\\u")
        return BackslashEscapes.json.encode(text, isASCII: isASCII)
    }

    static func fits(_ translation: String, inPlaceOf source: String) -> Bool {
        BackslashEscapes.json.hasNoNewHalf(in: translation, of: source)
    }
}
