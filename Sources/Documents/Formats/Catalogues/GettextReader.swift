import Translation

/// Message catalogues of GNU gettext (its manual, section “The Format of PO Files”).
///
/// Messages without a translation get one; those that have one keep it, also where it is marked as fuzzy, which only a
/// person can judge. Read by hand: the gettext library writes a file anew, with its own line breaks.
enum GettextReader: DocumentFormatReader {
    static let title = "PO"
    static let nameExtensions = ["po", "pot"]
    /// Whether a catalogue is for the target depends on what that is.
    static let holdsLanguages = true
    static let rules =
        "The text is messages of a program: keep placeholders, access keys (& or _ before a letter) and line breaks."
    static let protected = ProtectedSpans(
        [Placeholder.printf, Placeholder.doubleBraces, Placeholder.dollarBraces, Placeholder.braces]
            + [InlineMarkup.tag, InlineMarkup.reference, Address.url, Address.mail])

    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool {
        LineSequence(head).first { !$0.isBlank && head[$0.content.lowerBound] != UInt8(ascii: "#") }
            .map { head[$0.content].starts(with: "msgid \"\"".utf8) } ?? false
    }

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        var units: [Block] = []
        for message in try GettextParser.messages(of: text) {
            let id = message.id.map { decode(text[$0], form: "") } ?? ""
            if id.isEmpty {
                try checkCharacterSet(message, text)
                if let target { try checkLanguage(message, text, target) }
            } else {
                units += message.open(text)
            }
        }
        return Block.filling(units, count: text.bytes.count)
    }

    /// Whether the program can put its values into a translation as into the source.
    ///
    /// Else msgfmt refuses the catalogue where the message is marked as a format (its manual, section “Invoking the msgfmt
    /// Program”, `--check-format`), and where it is not, the program fails; without a translation the program shows the source.
    static func fits(_ translation: String, inPlaceOf source: String) -> Bool {
        var comparison = SpanComparison(protected: arguments, target: nil)
        comparison.compare(source, translation)
        return comparison.lost.isEmpty && comparison.invented.isEmpty && comparison.reordered.isEmpty
    }

    private static let arguments = ProtectedSpans([Placeholder.printf, Placeholder.braces])

    /// The strings of a message, one behind the other.
    static func decode(_ raw: Substring, form: String) -> String {
        // By scalars: a combining mark behind a quote would make one character of the two.
        var strings: [Substring] = []
        var start: String.Index?
        var isEscaped = false
        var isComment = false
        let scalars = raw.unicodeScalars
        for index in scalars.indices {
            let scalar = scalars[index]
            if let begun = start {
                if isEscaped {
                    isEscaped = false
                } else if scalar == "\\" {
                    isEscaped = true
                } else if scalar == "\"" {
                    strings.append(raw[begun..<index])
                    start = nil
                }
            } else if scalar == "\n" || scalar == "\r" {
                isComment = false
            } else if scalar == "\"", !isComment {
                start = scalars.index(after: index)
            } else if scalar == "#" {
                isComment = true
            }
        }
        return strings.map(BackslashEscapes.gettext.decode).joined()
    }

    /// One string, or, as gettext does it, one for each line behind an empty one.
    static func encode(_ text: String, form: String, over old: Substring) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let strings = lines.enumerated().compactMap { number, line -> String? in
            if number == lines.count - 1 { return line.isEmpty ? nil : BackslashEscapes.gettext.encode(String(line)) }
            return BackslashEscapes.gettext.encode(line + "\n")
        }
        guard strings.count > 1 else { return "\"\(strings.first ?? "")\"" }
        return ([""] + strings).map { "\"\($0)\"" }.joined(separator: form == "crlf" ? "\r\n" : "\n")
    }

    /// A translation is in UTF-8, which the header must say, else it would be read as something else.
    private static func checkCharacterSet(
        _ header: GettextParser.Message, _ text: DocumentText
    ) throws(DocumentError) {
        guard let range = header.translations.first else { return }
        let fields = decode(text[range], form: "").lowercased()
        guard let name = fields.firstRange(of: "charset=") else { return }
        let value = fields[name.upperBound...].prefix { !$0.isWhitespace && $0 != ";" }
        guard value != "utf-8", value != "utf8" else { return }
        let advice = value == "charset" ? "write charset=UTF-8 there" : "convert it first: msgconv -t UTF-8"
        throw .malformed(
            .po, line: text.line(of: range.lowerBound),
            what: "the header says charset=\(value), and translations are written in UTF-8; \(advice)")
    }

    /// A catalogue is of one language, which its header may say.
    private static func checkLanguage(
        _ header: GettextParser.Message, _ text: DocumentText, _ target: LanguageTag
    ) throws(DocumentError) {
        guard let range = header.translations.first else { return }
        let name = "Language:"
        let fields = decode(text[range], form: "").split(whereSeparator: \.isNewline)
        guard let field = fields.first(where: { $0.hasPrefix(name) }) else { return }
        let place = text.bytes[range].firstRange(of: "\"\(name)".utf8)?.lowerBound ?? range.lowerBound
        try DocumentError.checkLanguage(field.dropFirst(name.count), at: place, of: text, wanted: target)
    }
}

/// Reads a catalogue line by line.
struct GettextParser {
    /// A message with the places of its strings, each with its quotes and over as many lines as it has.
    struct Message {
        var id: Range<Int>?
        var plural: Range<Int>?
        var translations: [Range<Int>] = []
        var endsWithReturn = false

        /// The translations that are still empty.
        func open(_ text: DocumentText) -> [Block] {
            guard let id else { return [] }
            let form = endsWithReturn ? "crlf" : "lf"
            return translations.enumerated().compactMap { number, range in
                guard GettextReader.decode(text[range], form: form).isEmpty else { return nil }
                // The first form is the singular, except in languages that have only one.
                let source = number == 0 && translations.count != 1 ? id : plural ?? id
                return Block(kind: .unit(Block.Unit(form: form, source: source)), range: range)
            }
        }
    }

    private enum Field {
        case none, context, id, plural, translation, domain
    }

    private let text: DocumentText
    private var messages: [Message] = []
    private var message = Message()
    private var field = Field.none
    /// Whether a keyword was read, and not yet its string.
    private var wantsString = false
    /// Where the last string begins.
    private var lastString = 0

    /// The messages of a catalogue, without those that are obsolete.
    ///
    /// - Throws: ``DocumentError/malformed(_:line:what:)``.
    static func messages(of text: DocumentText) throws(DocumentError) -> [Message] {
        var parser = GettextParser(text: text)
        for line in LineSequence(text.bytes[...]) { try parser.read(line) }
        try parser.close(before: text.bytes.count)
        return parser.messages
    }

    private init(text: DocumentText) { self.text = text }

    private mutating func read(_ line: LineSequence.Line) throws(DocumentError) {
        var cursor = ByteCursor(text.bytes, line.content.lowerBound)
        while true {
            cursor.takeAll { $0 == 0x20 || (0x09...0x0C).contains($0) }
            guard cursor.index < line.content.upperBound, let byte = cursor.next, byte != UInt8(ascii: "#") else {
                return
            }
            if byte == UInt8(ascii: "\"") {
                let range = try string(&cursor, to: line.content.upperBound)
                try take(range)
            } else {
                let place = cursor.index
                let count = cursor.takeAll { $0.isLetter || $0 == UInt8(ascii: "_") }
                guard count > 0 else { throw fault(place, "neither a comment nor a keyword nor a string stands here") }
                guard !wantsString else { throw fault(place, "the keyword before it has no string") }
                try keyword(String(decoding: text.bytes[place..<cursor.index], as: UTF8.self), at: place, &cursor)
                wantsString = true
            }
            if line.range.upperBound - line.content.upperBound == 2 { message.endsWithReturn = true }
        }
    }

    private mutating func keyword(_ word: String, at place: Int, _ cursor: inout ByteCursor) throws(DocumentError) {
        switch word {
        case "msgctxt":
            try close(before: place)
            field = .context
        case "msgid":
            if field != .context { try close(before: place) }
            field = .id
        case "msgid_plural":
            guard message.id != nil, message.plural == nil, message.translations.isEmpty else {
                throw fault(place, "msgid_plural without a msgid before it")
            }
            field = .plural
        case "msgstr":
            guard message.id != nil else { throw fault(place, "msgstr without a msgid before it") }
            let number = try number(&cursor)
            let isRight =
                message.plural == nil
                ? number == nil && message.translations.isEmpty : number == message.translations.count
            guard isRight else {
                throw fault(
                    place,
                    message.plural == nil
                        ? "one msgstr without a number belongs to a msgid without a plural"
                        : "msgstr[\(message.translations.count)] must stand here")
            }
            // No language has more than six; gettext itself takes no more than a hundred.
            guard message.translations.count < 100 else { throw fault(place, "too many plural forms") }
            field = .translation
        case "domain":
            try close(before: place)
            field = .domain
        default: throw fault(place, "“\(word.prefix(40))” is no keyword")
        }
    }

    /// The number in brackets behind `msgstr`; nil where there is none.
    private func number(_ cursor: inout ByteCursor) throws(DocumentError) -> Int? {
        func space(_ cursor: inout ByteCursor) { cursor.takeAll { $0 == 0x20 || $0 == 0x09 } }
        space(&cursor)
        guard cursor.take("[") else { return nil }
        space(&cursor)
        let start = cursor.index
        cursor.takeAll(upTo: 4) { Digit.value(of: $0) != nil }
        guard let number = Int(String(decoding: text.bytes[start..<cursor.index], as: UTF8.self)) else {
            throw fault(start, "msgstr[ without a number")
        }
        space(&cursor)
        guard cursor.take("]") else { throw fault(start, "msgstr[ without an end") }
        return number
    }

    /// Takes a string: that of the keyword before it, or more of it.
    private mutating func take(_ range: Range<Int>) throws(DocumentError) {
        func longer(_ old: Range<Int>?) -> Range<Int> { (old?.lowerBound ?? range.lowerBound)..<range.upperBound }
        switch field {
        case .none: throw fault(range.lowerBound, "a string without a keyword before it")
        case .context, .domain: break
        case .id: message.id = longer(message.id)
        case .plural: message.plural = longer(message.plural)
        case .translation:
            if wantsString {
                message.translations.append(range)
            } else if let last = message.translations.popLast() {
                message.translations.append(longer(last))
            }
        }
        wantsString = false
    }

    private mutating func close(before place: Int) throws(DocumentError) {
        defer {
            message = Message()
            field = .none
        }
        guard !wantsString else { throw fault(lastString, "the keyword behind it has no string") }
        guard field != .context else { throw fault(lastString, "msgctxt without a msgid behind it") }
        guard message.id != nil else { return }
        guard !message.translations.isEmpty else { throw fault(lastString, "the msgid has no msgstr") }
        messages.append(message)
    }

    /// The place of a string with its quotes.
    private mutating func string(_ cursor: inout ByteCursor, to end: Int) throws(DocumentError) -> Range<Int> {
        let start = cursor.index
        cursor.index += 1
        while cursor.index < end, let byte = cursor.next, byte != UInt8(ascii: "\"") {
            cursor.index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard cursor.index < end else { throw fault(start, "a string does not end in its line") }
        cursor.index += 1
        lastString = start
        return start..<cursor.index
    }

    private func fault(_ place: Int, _ what: String) -> DocumentError {
        .malformed(.po, line: text.line(of: min(place, text.bytes.count)), what: what)
    }
}
