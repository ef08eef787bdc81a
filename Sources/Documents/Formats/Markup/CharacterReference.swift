/// References to characters: `&eacute;`, `&#233;`, `&#xE9;`.
enum CharacterReference {
    /// A text with the characters in the place of their references; those without a common name stay.
    ///
    /// - Parameter keepsMarkup: Whether references stay that stand for markup (`&lt;`, `&gt;`, `&amp;`), or for what nobody
    ///   sees in a text (`&nbsp;`, `&shy;`).
    static func decoding(_ text: String, keepsMarkup: Bool) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&"), let end = InlineMarkup.reference(bytes, index),
                let scalar = scalar(bytes[index + 1..<end - 1]), !keepsMarkup || !isSpecial(scalar)
            {
                result += String(Character(scalar)).utf8
                index = end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A text as it has to be written between tags, or between the quotes of an attribute.
    ///
    /// - Parameters:
    ///   - isAttribute: Whether it stands in an attribute, where nothing is markup.
    ///   - isASCII: Whether what goes beyond ASCII is written as references.
    ///   - isXML: Whether only the references count that XML knows without declarations.
    ///   - kept: The tags in which nothing is a reference or a tag that is to be mended, as in no comment; and the
    ///     references that stay whatever they stand for.
    static func encoding(
        _ text: String, isAttribute: Bool, isASCII: Bool, isXML: Bool = false, keeping kept: Set<String> = []
    ) -> String {
        let bytes = Array(text.utf8)
        var result = ""
        var index = 0
        /// Where the tag ends that is written as it is.
        var keptEnd = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            defer { index += width }
            if scalar == "<", !isAttribute, index >= keptEnd, let end = InlineMarkup.tag(bytes, index),
                !bytes[index + 1].isLetter && bytes[index + 1] != UInt8(ascii: "/")
                    || kept.contains(String(decoding: bytes[index..<end], as: UTF8.self))
            {
                keptEnd = end
            }
            if scalar == "&", index >= keptEnd, !kept.isEmpty, let end = entity(bytes, index),
                kept.contains(String(decoding: bytes[index..<end], as: UTF8.self))
            {
                keptEnd = end
            }
            if index < keptEnd, scalar.isASCII {
                result.unicodeScalars.append(scalar)
                continue
            }
            switch scalar {
            case "&" where isAttribute || !isReference(bytes, index, isXML: isXML): result += "&amp;"
            case "<" where isAttribute || InlineMarkup.tag(bytes, index) == nil: result += "&lt;"
            case "\"" where isAttribute: result += "&quot;"
            case "'" where isAttribute: result += "&#39;"
            default:
                if isASCII, !scalar.isASCII {
                    result += "&#\(scalar.value);"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    private static func isReference(_ bytes: [UInt8], _ index: Int, isXML: Bool) -> Bool {
        guard let end = InlineMarkup.reference(bytes, index) else { return false }
        return !isXML || Self.isXML(bytes[index + 1..<end - 1])
    }

    /// Whether XML knows a name without any declaration (XML 1.0, section 4.6), or it is the number of a character that
    /// XML may have (productions 2 and 66): line ends, tabs and the controls above ASCII are among them.
    static func isXML(_ name: ArraySlice<UInt8>) -> Bool {
        let name = String(decoding: name, as: UTF8.self)
        guard name.hasPrefix("#") else { return ["amp", "lt", "gt", "quot", "apos"].contains(name) }
        let digits = name.dropFirst()
        let value = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap(Unicode.Scalar.init).map(isXML) ?? false
    }

    /// Whether XML may have a character (XML 1.0, production 2).
    static func isXML(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20..<0xFFFE, 0x10000...: true
        default: false
        }
    }

    /// The references of a text that ``decoding(_:keepsMarkup:)`` leaves as they are: nobody but the file's own document
    /// type may know what they stand for.
    static func undecoded(in text: Substring, keepsMarkup: Bool) -> Set<String> {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return [] }
        let names = ProtectedSpans([entity]).census(of: String(text)).keys
        return Set(names.filter { decoding($0, keepsMarkup: keepsMarkup) == $0 })
    }

    /// A reference to an entity with any name that XML allows in ASCII, also one of one letter (XML 1.0, production 68).
    private static let entity: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        guard cursor.take("&"), let first = cursor.next, first.isNameByte || first == UInt8(ascii: ":"),
            first != UInt8(ascii: "."), Digit.value(of: first) == nil
        else { return nil }
        cursor.takeAll(upTo: 100) { $0.isNameByte || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }
        return cursor.take(";") ? cursor.index : nil
    }

    private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "&", "<", ">", "\u{A0}", "\u{AD}", "\u{200B}"..."\u{200F}", "\u{202F}": true
        default: false
        }
    }

    private static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let name = String(decoding: name, as: UTF8.self)
        guard name.hasPrefix("#") else { return names[name] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.hasPrefix("x") || digits.hasPrefix("X")
        let value = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        // References to controls are errors, and mean something else (WHATWG HTML, section 13.2.5.80).
        return value.flatMap { $0 < 0x20 || (0x7F..<0xA0).contains($0) ? nil : Unicode.Scalar($0) }
    }

    /// The names of ISO Latin 1 and of common punctuation (HTML 4.01, section 24); a text in another script has it in
    /// Unicode.
    private static let names: [String: Unicode.Scalar] = {
        let latin = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute \
            micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
            AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
            times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
            egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
            ugrave uacute ucirc uuml yacute thorn yuml
            """.split(separator: " ")
        var names: [String: Unicode.Scalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "ndash": "–", "mdash": "—", "lsquo": "‘",
            "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„", "lsaquo": "‹", "rsaquo": "›",
            "hellip": "…", "bull": "•", "dagger": "†", "trade": "™", "euro": "€", "rarr": "→", "larr": "←",
            "oelig": "œ", "OElig": "Œ", "scaron": "š", "Scaron": "Š", "zwnj": "\u{200C}", "zwj": "\u{200D}",
        ]
        for (offset, name) in latin.enumerated() { names[String(name)] = Unicode.Scalar(0xA0 + UInt32(offset)) }
        return names
    }()
}
