import Translation

/// Catalogues of Java's `Properties` (its documentation of `load(Reader)`): the value of each key is a text.
///
/// Translations are written as the file is: in ASCII with `\u00e9` where it has nothing else, which every version of Java
/// reads, else in UTF-8, as Java 9's resource bundles have it. Read by hand: no library in Swift or C keeps the layout.
enum PropertiesReader: DocumentFormatReader {
    static let title = "Java properties"
    static let nameExtensions = ["properties"]
    static let protected = ProtectedSpans(
        [Placeholder.doubleBraces, Placeholder.dollarBraces, Placeholder.braces, Placeholder.printf]
            + [InlineMarkup.tag, InlineMarkup.reference, Address.url, Address.mail, escapes.half()])

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        let form = text.bytes.allSatisfy { $0 < 0x80 } ? "ascii" : "utf-8"
        var units: [Block] = []
        /// The logical line that is being read: lines of which each but the last ends with a backslash.
        var logical: Range<Int>?
        func close() throws(DocumentError) {
            guard let range = logical else { return }
            try checkEscapes(range, text)
            let start = valueStart(text.bytes, range)
            if start < range.upperBound { units.append(unit(start..<range.upperBound, form)) }
            logical = nil
        }
        for line in LineSequence(text.bytes[...]) {
            if let begun = logical {
                logical = begun.lowerBound..<line.content.upperBound
            } else {
                var cursor = ByteCursor(text.bytes, line.content.lowerBound)
                cursor.takeAll { isBlank($0) }
                guard !line.isBlank, cursor.next != UInt8(ascii: "#"), cursor.next != UInt8(ascii: "!") else {
                    continue
                }
                logical = cursor.index..<line.content.upperBound
            }
            if !hasOddBackslashes(text.bytes[line.content]) { try close() }
        }
        try close()
        return Block.filling(units, count: text.bytes.count)
    }

    static func decode(_ raw: Substring, form: String) -> String {
        var joined = String.UnicodeScalarView()
        var rest = raw.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let next = rest.first else {
                joined.append(scalar)
                continue
            }
            rest.removeFirst()
            guard next == "\n" || next == "\r" else {
                joined.append(scalar)
                joined.append(next)
                continue
            }
            if next == "\r", rest.first == "\n" { rest.removeFirst() }
            rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\u{C}" }
        }
        return escapes.decode(Substring(String(joined)))
    }

    static func encode(_ text: String, form: String, over old: Substring) -> String {
        let spelt = escapes.encode(text, isASCII: form == "ascii")
        // At the begin these would be taken for what separates the text from its key.
        return spelt.unicodeScalars.first.map { " =:".unicodeScalars.contains($0) } == true ? "\\" + spelt : spelt
    }

    static func fits(_ translation: String, inPlaceOf source: String) -> Bool {
        escapes.hasNoNewHalf(in: translation, of: source)
    }

    private static let escapes = BackslashEscapes(
        unicode: "u", letters: ["n": "\n", "t": "\t", "r": "\r", "f": "\u{C}"],
        needed: ["\\": "\\", "\n": "n", "\t": "t", "\r": "r", "\u{C}": "f"])

    private static func unit(_ range: Range<Int>, _ form: String) -> Block {
        Block(kind: .unit(Block.Unit(form: form)), range: range)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == 0x0C
    }

    /// Refuses `\u12`, as Java does, in keys too: four hexadecimal digits belong to it.
    private static func checkEscapes(_ range: Range<Int>, _ text: DocumentText) throws(DocumentError) {
        var rest = text.bytes[range]
        while let place = rest.firstIndex(of: UInt8(ascii: "\\")) {
            var cursor = ByteCursor(text.bytes, place)
            if !joint(&cursor) {
                cursor.index += 2
                if text.bytes[place..<range.upperBound].dropFirst().first == UInt8(ascii: "u") {
                    for _ in 0..<4 {
                        while joint(&cursor) {}
                        guard cursor.takeAll(upTo: 1, isHexadecimal) == 1 else {
                            throw .malformed(
                                .properties, line: text.line(of: place), what: "\\u needs four hexadecimal digits")
                        }
                    }
                }
            }
            rest = text.bytes[min(cursor.index, range.upperBound)..<range.upperBound]
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        Digit.value(of: byte) != nil || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }

    /// Goes past a backslash with the line's end behind it, and the next line's indentation.
    private static func joint(_ cursor: inout ByteCursor) -> Bool {
        guard cursor.take("\\\r\n") || cursor.take("\\\n") || cursor.take("\\\r") else { return false }
        cursor.takeAll { isBlank($0) }
        return true
    }

    /// Where the value of a logical line begins, behind the key and what separates the two; either may go on in the next
    /// line.
    private static func valueStart(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        var cursor = ByteCursor(bytes, range.lowerBound)
        func space(_ cursor: inout ByteCursor) {
            repeat { cursor.takeAll { isBlank($0) } } while joint(&cursor)
        }
        while cursor.index < range.upperBound, let byte = cursor.next, !"=: \t\u{C}".utf8.contains(byte) {
            if !joint(&cursor) { cursor.index += byte == UInt8(ascii: "\\") ? 2 : 1 }
        }
        space(&cursor)
        if !cursor.take("=") { _ = cursor.take(":") }
        space(&cursor)
        return min(cursor.index, range.upperBound)
    }

    private static func hasOddBackslashes(_ line: ArraySlice<UInt8>) -> Bool {
        line.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
    }
}
