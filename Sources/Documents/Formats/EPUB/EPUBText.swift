/// How a text is written in the files of an EPUB, which are XML in UTF-8 or UTF-16 (EPUB 3.3, section 3.1).
enum EPUBText {
    /// The form of a text in a CDATA section.
    static let section = "cdata"
    /// What comes before the name of a form of ``HTMLReader`` where it is written as XML.
    private static let prefix = "xml-"

    /// The form in XML of a form in HTML.
    ///
    /// HTML has a rule of its own for when to write what goes beyond ASCII as references, which is not that of XML.
    ///
    /// - Parameter isASCII: Whether that has to be done.
    static func form(_ form: String, isASCII: Bool) -> String {
        switch form {
        case HTMLReader.Form.ascii, HTMLReader.Form.text:
            prefix + (isASCII ? HTMLReader.Form.ascii : HTMLReader.Form.text)
        case HTMLReader.Form.asciiAttribute, HTMLReader.Form.attribute:
            prefix + (isASCII ? HTMLReader.Form.asciiAttribute : HTMLReader.Form.attribute)
        default: prefix + form
        }
    }

    static func decode(_ raw: Substring, form: String) -> String {
        form == section ? String(raw) : HTMLReader.decode(raw, form: html(form))
    }

    static func encode(_ text: String, form: String, over old: Substring) -> String {
        var text = XMLForm.withoutControls(text)
        let isSection = form == section
        if !isSection { text = resolving(HTMLReader.encode(text, form: html(form), over: old), over: old) }
        // What would end a section must not stand outside of one either (XML 1.0, section 2.4).
        guard text.utf8.contains(UInt8(ascii: "]")) else { return text }
        return text.replacing("]]>", with: isSection ? "]]]]><![CDATA[>" : "]]&gt;")
    }

    private static func html(_ form: String) -> String {
        form.hasPrefix(prefix) ? String(form.dropFirst(prefix.count)) : form
    }

    /// A text whose references XML knows.
    ///
    /// A name that only HTML has, and that the source has not, would make the whole file unreadable: it becomes its
    /// character, or is seen as it is.
    private static func resolving(_ text: String, over old: Substring) -> String {
        let bytes = Array(text.utf8)
        let places = foreignReferences(in: bytes)
        guard !places.isEmpty else { return text }
        let source = Array(old.utf8)
        let known = Set(foreignReferences(in: source).map { source[$0] })
        var result: [UInt8] = []
        var end = 0
        for place in places {
            result += bytes[end..<place.lowerBound]
            let reference = String(decoding: bytes[place], as: UTF8.self)
            let character = CharacterReference.decoding(reference, keepsMarkup: false)
            if known.contains(bytes[place]) {
                result += bytes[place]
            } else if character != reference {
                for scalar in character.unicodeScalars { result += "&#\(scalar.value);".utf8 }
            } else {
                result += "&amp;".utf8
                result += bytes[place].dropFirst()
            }
            end = place.upperBound
        }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }

    /// The references that XML does not know by itself.
    private static func foreignReferences(in bytes: [UInt8]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var index = 0
        while let place = bytes[index...].firstIndex(of: UInt8(ascii: "&")) {
            index = place + 1
            guard let end = InlineMarkup.reference(bytes, place) else { continue }
            if !CharacterReference.isXML(bytes[place + 1..<end - 1]) { places.append(place..<end) }
            index = end
        }
        return places
    }
}
