/// What a reader sees of a LaTeX text that is short: a title, a heading.
///
/// Commands go, and with them what they show elsewhere or not at all; math stays as it is written.
struct LaTeXPlainText {
    private let bytes: [UInt8]
    private var index = 0
    private var words = ""
    /// The accent of the letter that comes next.
    private var accent: Unicode.Scalar?

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// A text without its markup; the white space in it is not put in order.
    static func words(of text: String) -> String {
        var reader = LaTeXPlainText(text)
        while reader.index < reader.bytes.count { reader.step() }
        return reader.words
    }

    private mutating func step() {
        switch bytes[index] {
        case UInt8(ascii: "\\"): command()
        case UInt8(ascii: "%"): index = LaTeXSyntax.endOfComment(bytes, index)
        case UInt8(ascii: "$"):
            if case .span(let end, _) = LaTeXSyntax.token(bytes, index) { put(to: end) } else { index += 1 }
        case UInt8(ascii: "{"): index += 1
        case UInt8(ascii: "}"):
            accent = nil
            index += 1
        case UInt8(ascii: "~"):
            put(" ")
            index += 1
        default: text()
        }
    }

    private mutating func command() {
        let name = LaTeXSyntax.name(bytes, index)
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0x80
        let word = name.isEmpty && next < 0x80 ? String(Character(Unicode.Scalar(next))) : name
        if word == "(", case .span(let end, _) = LaTeXSyntax.token(bytes, index) { return put(to: end) }
        var cursor = ByteCursor(bytes, index + 1 + word.utf8.count)
        if let character = Self.characters[word] {
            // White space only ends a name of letters.
            if !name.isEmpty { cursor.takeAll { $0 <= 0x20 } }
            put(character)
            index = cursor.index
        } else if let mark = Self.accents[word] {
            cursor.takeAll { $0 <= 0x20 }
            accent = mark
            index = cursor.index
        } else {
            if word == "\\" { put(" ") }
            _ = cursor.take("*")
            // What does not end goes to the end.
            let count = LaTeXWords.unseenArguments(of: word)
            index = LaTeXSyntax.arguments(bytes, cursor.index, count) ?? bytes.count
        }
    }

    /// Takes text up to what may be markup or a ligature of TeX's.
    private mutating func text() {
        var cursor = ByteCursor(bytes, index)
        if cursor.take("---") {
            put("—")
        } else if cursor.take("--") {
            put("–")
        } else if cursor.take("``") {
            put("“")
        } else if cursor.take("''") {
            put("”")
        } else {
            cursor.index += 1
            cursor.takeAll { !"\\%${}~-`'".utf8.contains($0) }
            return put(to: cursor.index)
        }
        index = cursor.index
    }

    private mutating func put(to end: Int) {
        put(String(decoding: bytes[index..<end], as: UTF8.self))
        index = end
    }

    private mutating func put(_ text: String) {
        defer { accent = nil }
        guard let accent, let first = text.unicodeScalars.first, first.properties.isAlphabetic else {
            words += text
            return
        }
        // An “i” gives its dot away for an accent.
        let base: Unicode.Scalar = first == "ı" ? "i" : first
        let letter = String(Character(base)) + String(Character(accent))
        words += Self.composed.firstIndex(of: letter).map { Self.composed[$0] } ?? letter
        words.unicodeScalars += text.unicodeScalars.dropFirst()
    }

    /// The letters of Latin that have their accent in them (Unicode's blocks up to Latin Extended-B), each of which is equal
    /// to what is spelt with an accent of its own.
    private static let composed: Set<String> = {
        let numbers: ClosedRange<UInt32> = 0xC0...0x24F
        return Set(numbers.compactMap { Unicode.Scalar($0) }.map { String(Character($0)) })
    }()

    private static let accents: [String: Unicode.Scalar] = [
        "`": "\u{300}", "'": "\u{301}", "^": "\u{302}", "~": "\u{303}", "=": "\u{304}", "u": "\u{306}", ".": "\u{307}",
        "\"": "\u{308}", "r": "\u{30A}", "H": "\u{30B}", "v": "\u{30C}", "d": "\u{323}", "c": "\u{327}", "k": "\u{328}",
        "b": "\u{331}",
    ]

    /// What commands show by themselves.
    private static let characters: [String: String] = [
        "%": "%", "&": "&", "_": "_", "#": "#", "$": "$", "{": "{", "}": "}", " ": " ", "\n": " ", "\r": " ", ",": " ",
        ";": " ", ":": " ", "quad": " ", "qquad": " ", "newline": " ", "linebreak": " ", "ss": "ß", "SS": "SS",
        "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł",
        "i": "ı", "j": "j", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
        "glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»", "guillemotleft": "«", "guillemotright": "»",
        "textquotedblleft": "“", "textquotedblright": "”", "textendash": "–", "textemdash": "—", "ldots": "…",
        "dots": "…", "textbackslash": "\\", "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e",
    ]
}
