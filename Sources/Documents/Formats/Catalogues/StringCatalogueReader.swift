import Translation

/// Apple's string catalogues (Xcode 15, “Localizing and varying text with a string catalog”): the texts of a program in
/// all its languages, in one JSON file.
///
/// A text that has no translation into the target language gets one, and so does one in the state `new`, which Xcode
/// shows as untranslated too. What is translated, and what waits for a review, is left to people; texts that are not to be
/// translated or that the program has no more are left alone. All bytes but those of the new translations stay.
enum StringCatalogueReader: DocumentFormatReader {
    static let title = "string catalogue"
    static let nameExtensions = ["xcstrings"]
    static let holdsLanguages = true
    static let rules = "The text is messages of a program: keep placeholders and line breaks."
    static let protected = ProtectedSpans(
        [substitution, Placeholder.printf, Placeholder.dollarBraces, Placeholder.braces, InlineMarkup.tag]
            + [InlineMarkup.link, Address.url, Address.mail, BackslashEscapes.json.half()])

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        let root = try JSONTree(text, format: .xcstrings)
        guard let source = root["sourceLanguage"]?.string, let strings = root["strings"] else {
            throw .malformed(.xcstrings, line: 1, what: "it names no sourceLanguage, or has no strings")
        }
        guard let target else {
            throw .malformed(
                .xcstrings, line: text.line(of: source.lowerBound),
                what: "it holds several languages, so the one to translate into must be named: --to LANGUAGE")
        }
        var units: [Block] = []
        let language = BackslashEscapes.json.decode(text[source])
        if !StringCatalogueEntry.isSame(language, target.identifier) {
            let style = StringCatalogueStyle(text, root)
            for member in strings.members {
                let entry = StringCatalogueEntry(
                    text: text, style: style, member: member, source: language, target: target)
                units += entry.units()
            }
        }
        return Block.filling(units, count: text.bytes.count)
    }

    /// A text; the form is of no matter, since it only tells what stands around it.
    static func decode(_ raw: Substring, form: String) -> String { BackslashEscapes.json.decode(raw) }

    static func encode(_ text: String, form: String, over old: Substring) -> String {
        let frame = StringCatalogueFrame(form)
        return frame.before + BackslashEscapes.json.encode(text) + frame.behind
    }

    static func fits(_ translation: String, inPlaceOf source: String) -> Bool {
        BackslashEscapes.json.hasNoNewHalf(in: translation, of: source)
    }

    /// Whether a text has anything to translate: what has not is never asked for, so it must be written at once.
    static func hasWords(_ raw: Substring) -> Bool {
        let text = decode(raw, form: "")
        let bytes = Array(text.utf8)
        var words: [UInt8] = []
        var end = 0
        for span in protected.ranges(in: text) {
            words += bytes[end..<span.lowerBound]
            end = span.upperBound
        }
        words += bytes[end...]
        return String(decoding: words, as: UTF8.self).unicodeScalars.contains { $0.properties.isAlphabetic }
    }

    /// `%#@name@`, `%1$#@name@` and, within a substitution, `%arg`.
    private static let substitution: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        if cursor.take("%arg") { return cursor.index }
        guard cursor.take("%") else { return nil }
        let before = cursor.index
        if cursor.takeAll({ Digit.value(of: $0) != nil }) == 0 || !cursor.take("$") { cursor.index = before }
        guard cursor.take("#@"), cursor.takeAll(upTo: 100, { $0 > 0x20 && $0 != UInt8(ascii: "@") }) > 0,
            cursor.take("@")
        else { return nil }
        return cursor.index
    }
}
