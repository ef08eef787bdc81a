import Translation

/// HTML: the text of each block, with the tags inside it, and the attributes that people read.
///
/// What is within `pre`, `code`, `script`, `style` or an element with `translate="no"` stays (WHATWG
/// HTML, section 3.2.6.2). White space counts as one blank, as it does in a browser. See ``MarkupScanner`` for why it is
/// read by hand.
enum HTMLReader: DocumentFormatReader {
    static let title = "HTML"
    static let nameExtensions = ["html", "htm", "xhtml"]
    static let isContinuous = true
    static let rules = "The text is HTML: keep its tags, each around the words that it belongs to."
    static let protected = ProtectedSpans(
        [InlineMarkup.codeElement, InlineMarkup.tag, InlineMarkup.reference, Address.url, Address.mail]
            + Placeholder.inProse)

    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: head.drop { $0 <= 0x20 }.prefix(200), as: UTF8.self).lowercased()
        return text.hasPrefix("<!doctype html") || text.hasPrefix("<html") || text.contains("<html")
    }

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        var finder = HTMLUnitFinder(text.bytes, isASCII: !declaresUTF8(text.bytes))
        return Block.filling(finder.find(), count: text.bytes.count)
    }

    /// Text as a reader sees it, but for references that are markup or that keep words together.
    static func decode(_ raw: Substring, form: String) -> String {
        CharacterReference.decoding(
            collapsingSpace(raw), keepsMarkup: form != Form.attribute && form != Form.asciiAttribute)
    }

    static func encode(_ text: String, form: String, over old: Substring) -> String {
        let isAttribute = form == Form.attribute || form == Form.asciiAttribute
        var kept = CharacterReference.undecoded(in: old, keepsMarkup: !isAttribute)
        if !isAttribute, old.utf8.contains(UInt8(ascii: "<")) {
            kept.formUnion(ProtectedSpans([InlineMarkup.tag]).census(of: decode(old, form: form)).keys)
        }
        return CharacterReference.encoding(
            text, isAttribute: isAttribute, isASCII: form == Form.ascii || form == Form.asciiAttribute, keeping: kept)
    }

    static func fits(_ translation: String, inPlaceOf source: String) -> Bool {
        TagOrder.isKept(in: translation, of: source, isHTML: true)
    }

    /// Elements without content (WHATWG HTML, section 13.1.2).
    static let empty: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]

    /// How a unit is written: in UTF-8 or, where the file does not say that it is, in ASCII with references.
    enum Form {
        static let text = "text", attribute = "attribute", ascii = "ascii", asciiAttribute = "ascii-attribute"
    }

    /// Whether a browser reads the file as UTF-8: where that is not said, what goes beyond ASCII is written as references,
    /// which are right in any encoding (WHATWG HTML, section 4.2.5.4: within the first 1024 bytes).
    private static func declaresUTF8(_ bytes: [UInt8]) -> Bool {
        if !bytes.allSatisfy({ $0 < 0x80 }) { return true }  // It is valid UTF-8 beyond ASCII, so that is what it is.
        let head = String(decoding: bytes.prefix(1024), as: UTF8.self).lowercased()
        return head.contains("charset=utf-8") || head.contains("charset=\"utf-8") || head.contains("encoding=\"utf-8")
    }

    private static func collapsingSpace(_ raw: Substring) -> String {
        var result = String.UnicodeScalarView()
        var wasSpace = false
        for scalar in raw.unicodeScalars {
            let isSpace = scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" || scalar == "\u{C}"
            if !isSpace { result.append(scalar) } else if !wasSpace { result.append(" ") }
            wasSpace = isSpace
        }
        return String(result)
    }
}

/// Finds the units of an HTML document.
private struct HTMLUnitFinder {
    private let bytes: [UInt8]
    private let form: String
    private let attributeForm: String
    private var units: [Block] = []
    /// What the run is made of, and whether there is a letter in it that is not code's.
    private var tokens: [MarkupScanner.Token] = []
    private var hasLetter = false
    /// How many elements that hold code are open in the run.
    private var codeDepth = 0
    /// Elements within which nothing is translated, innermost last.
    private var kept: [String] = []
    /// What the text is that comes now.
    private var role: Block.Role?

    init(_ bytes: [UInt8], isASCII: Bool) {
        self.bytes = bytes
        form = isASCII ? HTMLReader.Form.ascii : HTMLReader.Form.text
        attributeForm = isASCII ? HTMLReader.Form.asciiAttribute : HTMLReader.Form.attribute
    }

    mutating func find() -> [Block] {
        for token in MarkupScanner(bytes, isHTML: true) {
            switch token.kind {
            case .text:
                guard kept.isEmpty else { continue }
                extend(token)
                guard codeDepth == 0, !hasLetter else { continue }
                hasLetter = bytes[token.range].contains { $0.isLetter || $0 >= 0x80 }
            case .start(let name, let isEmpty): begin(name, isEmpty || HTMLReader.empty.contains(name), token)
            case .end(let name): end(name, token)
            case .other: if !tokens.isEmpty, kept.isEmpty { extend(token) }
            }
        }
        close()
        return units
    }

    private mutating func begin(_ name: String, _ isEmpty: Bool, _ token: MarkupScanner.Token) {
        let range = token.range
        if !kept.isEmpty {
            if !isEmpty, kept.last == name { kept.append(name) }
            return
        }
        if Self.inline.contains(name) {
            if keeps(range), !isEmpty {
                close()
                kept.append(name)
            } else {
                extend(token)
                if !isEmpty, InlineMarkup.codeElements.contains(name) { codeDepth += 1 }
            }
            return
        }
        close()
        role = Self.roles[name]
        addAttributes(of: range)
        if !isEmpty, Self.verbatim.contains(name) || keeps(range) { kept.append(name) }
    }

    private mutating func end(_ name: String, _ token: MarkupScanner.Token) {
        if let last = kept.last {
            if last == name { kept.removeLast() }
            return
        }
        guard !Self.inline.contains(name) else {
            if InlineMarkup.codeElements.contains(name) { codeDepth = max(0, codeDepth - 1) }
            return extend(token)
        }
        close()
        role = nil
    }

    private mutating func extend(_ token: MarkupScanner.Token) { tokens.append(token) }

    /// Makes a unit of the run, without the white space and the tags around it.
    private mutating func close() {
        defer {
            tokens = []
            hasLetter = false
            codeDepth = 0
        }
        // A picture alone: what people read of it is in its tag. Within a text the tag goes with it as it is.
        guard hasLetter else { return tokens.filter(\.isStart).forEach { addAttributes(of: $0.range) } }
        guard var range = InnerRun(tokens, bytes).range else { return }
        while let first = bytes[range].first, first <= 0x20 { range = range.lowerBound + 1..<range.upperBound }
        while let last = bytes[range].last, last <= 0x20 { range = range.lowerBound..<range.upperBound - 1 }
        guard !range.isEmpty else { return }
        units.append(Block(kind: .unit(Block.Unit(form: form, role: role)), range: range))
    }

    private mutating func addAttributes(of tag: Range<Int>) {
        let names = ["title", "alt", "placeholder", "aria-label"] + (isDescription(tag) ? ["content"] : [])
        let values = names.compactMap { Attributes.value(of: $0, in: tag, bytes) }.filter { !$0.isEmpty }
        units += values.sorted { $0.lowerBound < $1.lowerBound }
            .map { Block(kind: .unit(Block.Unit(form: attributeForm)), range: $0) }
    }

    private func keeps(_ tag: Range<Int>) -> Bool {
        guard let value = Attributes.value(of: "translate", in: tag, bytes) else { return false }
        return bytes[value].elementsEqual("no".utf8)
    }

    private func isDescription(_ tag: Range<Int>) -> Bool {
        guard bytes[tag].dropFirst().prefix(4).elementsEqual("meta".utf8, by: { $0 | 0x20 == $1 }),
            let value = Attributes.value(of: "name", in: tag, bytes)
        else { return false }
        return ["description", "keywords"].contains(String(decoding: bytes[value], as: UTF8.self).lowercased())
    }

    /// Elements that name the document or a section (WHATWG HTML, sections 4.2.2 and 4.3.6).
    private static let roles: [String: Block.Role] = [
        "title": .title, "h1": .heading(level: 1), "h2": .heading(level: 2), "h3": .heading(level: 3),
        "h4": .heading(level: 4), "h5": .heading(level: 5), "h6": .heading(level: 6),
    ]
    /// Elements whose content is not for translators.
    private static let verbatim: Set<String> = [
        "script", "style", "pre", "textarea", "template", "svg", "math", "xmp", "iframe", "noembed", "object",
    ]
    /// Elements that stand within a line of text (WHATWG HTML, section 4.5 and others: phrasing content).
    private static let inline: Set<String> = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
        "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    ]
}

/// The attributes of a tag.
enum Attributes {
    /// The place of an attribute's value, between its quotes; nil where there is none.
    static func value(of name: String, in tag: Range<Int>, _ bytes: [UInt8]) -> Range<Int>? {
        var cursor = ByteCursor(bytes, tag.lowerBound + 1)
        cursor.takeAll { $0 > 0x20 && $0 != UInt8(ascii: ">") }
        while cursor.index < tag.upperBound - 1 {
            cursor.takeAll { $0 <= 0x20 || $0 == UInt8(ascii: "/") }
            let start = cursor.index
            cursor.takeAll {
                $0 > 0x20 && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/")
            }
            let found = bytes[start..<min(cursor.index, tag.upperBound)]
            cursor.takeAll { $0 <= 0x20 }
            guard cursor.index < tag.upperBound, cursor.take("=") else {
                if cursor.index == start { cursor.index += 1 }
                continue
            }
            cursor.takeAll { $0 <= 0x20 }
            let value: Range<Int>
            if let quote = cursor.next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                cursor.index += 1
                let begin = cursor.index
                cursor.takeAll { $0 != quote }
                value = begin..<min(cursor.index, tag.upperBound)
                cursor.index += 1
            } else {
                let begin = cursor.index
                cursor.takeAll { $0 > 0x20 && $0 != UInt8(ascii: ">") }
                value = begin..<min(cursor.index, tag.upperBound)
                // Without quotes there is no telling where a translation would end.
                if found.elementsEqual(name.utf8, by: { $0 | 0x20 == $1 | 0x20 }) {
                    return name == "translate" ? value : nil
                }
                continue
            }
            if found.elementsEqual(name.utf8, by: { $0 | 0x20 == $1 | 0x20 }) { return value }
        }
        return nil
    }
}
