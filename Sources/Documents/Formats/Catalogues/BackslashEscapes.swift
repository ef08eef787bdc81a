/// Characters that are written with a backslash.
struct BackslashEscapes: Sendable {
    /// The letter behind which four hexadecimal digits stand for a code point; nil where none does.
    var unicode: Unicode.Scalar?
    /// Whether `\\101` and `\\x41` stand for bytes, as in C.
    var hasBytes = false
    /// What a letter behind the backslash stands for.
    let letters: [Character: Character]
    /// What must be escaped, and the letter for it.
    let needed: [Character: Character]
    /// Whether control characters are written as `\u0001`.
    var escapesControls = true

    /// RFC 8259, section 7.
    static let json = BackslashEscapes(
        unicode: "u", letters: ["n": "\n", "t": "\t", "r": "\r", "b": "\u{8}", "f": "\u{C}"],
        needed: ["\"": "\"", "\\": "\\", "\n": "n", "\t": "t", "\r": "r", "\u{8}": "b", "\u{C}": "f"])
    /// The strings of C, as GNU gettext writes them.
    static let gettext = BackslashEscapes(
        hasBytes: true,
        letters: ["n": "\n", "t": "\t", "r": "\r", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "v": "\u{B}"],
        needed: [
            "\"": "\"", "\\": "\\", "\n": "n", "\t": "t", "\r": "r", "\u{7}": "a", "\u{8}": "b", "\u{C}": "f",
            "\u{B}": "v",
        ], escapesControls: false)

    /// The text that a spelling stands for; a letter that stands for nothing is itself.
    ///
    /// Half of a pair of surrogates is no character, and stays as it is written: `\ud800`. So that it cannot be taken for
    /// such, a backslash before these very letters stays two.
    func decode(_ raw: Substring) -> String {
        guard raw.utf8.contains(UInt8(ascii: "\\")) else { return String(raw) }
        var result = String.UnicodeScalarView()
        var rest = raw.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let letter = rest.popFirst() else {
                result.append(scalar)
                continue
            }
            if letter == unicode, let value = Self.codePoint(&rest, letter) {
                result.append(value)
            } else if letter == unicode, Self.isHalf(rest) {
                result.append(contentsOf: [scalar, letter])
            } else if letter == "\\", beginsHalf(rest) {
                result.append(contentsOf: [scalar, letter])
            } else if hasBytes, let byte = Self.byte(letter, &rest) {
                result.append(byte)
            } else {
                result.append((letters[Character(letter)] ?? Character(letter)).unicodeScalars.first ?? letter)
            }
        }
        return String(result)
    }

    /// A spelling of a text.
    ///
    /// - Parameter isASCII: Whether everything beyond ASCII is written as `\u00e9`.
    func encode(_ text: String, isASCII: Bool = false) -> String {
        var result = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "\\", beginsHalf(rest) {
                result += "\\"
            } else if scalar == "\\", rest.first == scalar, beginsHalf(rest.dropFirst()) {
                result += "\\\\"
                rest.removeFirst()
            } else if let letter = needed[Character(scalar)] {
                result += "\\\(letter)"
            } else if isASCII && !scalar.isASCII || escapesControls && scalar.value < 0x20 {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Finds halves of pairs of surrogates as ``decode(_:)`` leaves them.
    func half() -> ProtectedSpans.Matcher {
        { bytes, start in
            guard bytes[start] == UInt8(ascii: "\\"), start + 6 <= bytes.count else { return nil }
            let rest = Substring(String(decoding: bytes[start + 1..<start + 6], as: UTF8.self))
            return beginsHalf(rest.unicodeScalars) ? start + 6 : nil
        }
    }

    /// Whether a translation has no half of a pair of surrogates that its source has not: many programs refuse a file
    /// with one.
    func hasNoNewHalf(in translation: String, of source: String) -> Bool {
        guard translation.utf8.contains(UInt8(ascii: "\\")) else { return true }
        let halves = ProtectedSpans([half()])
        return Set(halves.census(of: translation).keys).isSubset(of: halves.census(of: source).keys)
    }

    /// Whether what stands behind a backslash makes it half of a pair of surrogates.
    private func beginsHalf(_ rest: Substring.UnicodeScalarView) -> Bool {
        rest.first == unicode && unicode != nil && Self.isHalf(rest.dropFirst())
    }

    private static func isHalf(_ rest: Substring.UnicodeScalarView) -> Bool {
        let digits = rest.prefix(4)
        guard digits.count == 4, digits.allSatisfy({ $0.properties.isASCIIHexDigit }) else { return false }
        return UInt32(String(digits), radix: 16).map { (0xD800..<0xE000).contains($0) } ?? false
    }

    /// A code point of four hexadecimal digits, or of twice four where it is a pair of surrogates; nil, and nothing is
    /// taken, where there are none.
    private static func codePoint(
        _ rest: inout Substring.UnicodeScalarView, _ letter: Unicode.Scalar
    ) -> Unicode.Scalar? {
        func unit(_ scalars: Substring.UnicodeScalarView) -> UInt32? {
            let digits = scalars.prefix(4)
            guard digits.count == 4, digits.allSatisfy({ $0.properties.isASCIIHexDigit }) else { return nil }
            return UInt32(String(digits), radix: 16)
        }
        guard let first = unit(rest) else { return nil }
        if let scalar = Unicode.Scalar(first) {
            rest = rest.dropFirst(4)
            return scalar
        }
        let second = rest.dropFirst(4)
        guard (0xD800..<0xDC00).contains(first), second.starts(with: ["\\", letter]),
            let low = unit(second.dropFirst(2)), (0xDC00..<0xE000).contains(low)
        else { return nil }
        rest = second.dropFirst(6)
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (low - 0xDC00))
    }

    /// A byte of ASCII in one to three octal digits, or behind `x` in hexadecimal ones; nil, and nothing is taken, for
    /// others: what a byte beyond ASCII stands for is a matter of the file's encoding.
    private static func byte(
        _ letter: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView
    ) -> Unicode.Scalar? {
        let digits: String
        let isHexadecimal = letter == "x"
        if isHexadecimal {
            digits = String(rest.prefix { $0.properties.isASCIIHexDigit })
        } else {
            guard ("0"..."7").contains(letter) else { return nil }
            digits = String(letter) + String(rest.prefix(2).prefix { ("0"..."7").contains($0) })
        }
        guard let value = UInt32(digits, radix: isHexadecimal ? 16 : 8), (0..<0x80).contains(value) else { return nil }
        rest = rest.dropFirst(digits.unicodeScalars.count - (isHexadecimal ? 0 : 1))
        return Unicode.Scalar(value)
    }
}
