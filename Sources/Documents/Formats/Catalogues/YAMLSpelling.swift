/// Scalars as YAML writes them.
enum YAMLSpelling {
    /// The value of a scalar that stands in the document as `raw`.
    ///
    /// What is short of a library's help is read here, the rest by libyaml itself.
    static func decode(_ raw: Substring, _ form: YAMLForm) -> String {
        let bytes = raw.utf8
        let hasBreak = bytes.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        switch form.style {
        case .plain: return hasBreak ? unfolded(raw) : String(raw)
        case .double where !hasBreak && !bytes.contains(UInt8(ascii: "\\")):
            return String(Substring(bytes.dropFirst().dropLast()))
        case .single, .double: return YAMLParser.scalar(String(raw)) ?? String(raw)
        case .literal, .folded:
            return YAMLParser.scalar(YAMLBlockScalar(raw).dedented(from: form.indentation)) ?? String(raw)
        }
    }

    /// A text as it has to be written in the place of `old`, in the same style where that can be.
    static func encode(_ text: String, _ form: YAMLForm, over old: Substring) -> String {
        switch form.style {
        case .plain where isPlain(text, isFlow: form.isFlow): return text
        case .single where isOneLine(text): return "'" + doublingQuotes(text) + "'"
        case .plain, .single, .double:
            // Who writes \u00e9 where é would do wants ASCII alone.
            let isASCII = old.utf8.allSatisfy { $0 < 0x80 } && (old.contains("\\u") || old.contains("\\x"))
            return quoted(text, isASCII: isASCII)
        case .literal, .folded:
            let block = YAMLBlockScalar(old)
            if let lines = block.spelling(of: text, form), decode(lines[...], form).utf8.elementsEqual(text.utf8) {
                return lines
            }
            return quoted(text, isASCII: false) + block.comment + block.lastBreak
        }
    }

    /// The lines of a plain scalar as one: a break is a space, and each further one a break (YAML 1.2.2, section 6.5).
    private static func unfolded(_ raw: Substring) -> String {
        // By bytes: a view of scalars copies all that it has for each line more.
        var (result, breaks): ([UInt8], Int) = ([], 0)
        for line in lines(of: raw) {
            let words = line.unicodeScalars.drop { $0 == " " || $0 == "\t" }
            let end = words.lastIndex { $0 != " " && $0 != "\t" }
            if let end {
                result += (breaks == 1 ? " " : String(repeating: "\n", count: max(0, breaks - 1))).utf8
                result += Substring(words[...end]).utf8
                breaks = 0
            }
            breaks += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The lines of a text, without their endings; the last is what stands behind the last ending.
    static func lines(of text: Substring) -> [Substring] {
        let bytes = text.utf8
        var lines: [Substring] = []
        var (start, wasReturn) = (bytes.startIndex, false)
        for index in bytes.indices {
            let byte = bytes[index]
            if wasReturn, byte == UInt8(ascii: "\n") {
                start = bytes.index(after: index)
            } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                lines.append(text[start..<index])
                start = bytes.index(after: index)
            }
            wasReturn = byte == UInt8(ascii: "\r")
        }
        return lines + [text[start...]]
    }

    /// By scalars: a combining mark behind a quote would make one character of the two.
    private static func doublingQuotes(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "'" { result.append(scalar) }
            result.append(scalar)
        }
        return String(result)
    }

    /// Whether a text may stand without quotes, and is then a string (YAML 1.2.2, section 7.3.3).
    private static func isPlain(_ text: String, isFlow: Bool) -> Bool {
        guard let first = text.utf8.first, !" :,[]{}#&*!|>'\"%@`".utf8.contains(first), isOneLine(text),
            text.utf8.last != UInt8(ascii: " "), text.utf8.last != UInt8(ascii: ":"), YAMLMeaning.isString(text),
            !text.utf8.starts(with: "---".utf8), !text.utf8.starts(with: "...".utf8)
        else { return false }
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "?") {
            guard !isFlow, let second = text.utf8.dropFirst().first, second != UInt8(ascii: " ") else { return false }
        }
        var last: UInt8 = 0
        for byte in text.utf8 {
            if last == UInt8(ascii: ":"), byte == UInt8(ascii: " ") { return false }
            if last == UInt8(ascii: " "), byte == UInt8(ascii: "#") { return false }
            if isFlow, ",[]{}".utf8.contains(byte) { return false }
            last = byte
        }
        return true
    }

    /// Whether a text is one line of characters that need no escape.
    private static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { isPrintable($0) && $0 != "\n" && $0 != "\t" }
    }

    /// Whether a character may stand in a stream as it is (YAML 1.1, section 4.1.1), and is, but for U+000A, no line break
    /// of YAML 1.1.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x20..<0x7F, 0xA0..<0x2028, 0x202A..<0xFEFF, 0xFF00..<0xFFFE, 0x10000...: true
        default: false
        }
    }

    /// A text between double quotes, in one line (YAML 1.2.2, section 7.3.1).
    private static func quoted(_ text: String, isASCII: Bool) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                result += "\\"
                result.unicodeScalars.append(scalar)
            } else if let letter = letters[scalar] {
                result += letter
            } else if !isPrintable(scalar) || isASCII && !scalar.isASCII {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let (letter, width) = scalar.value > 0xFFFF ? ("U", 8) : scalar.value > 0xFF ? ("u", 4) : ("x", 2)
                result += "\\" + letter + String(repeating: "0", count: width - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static let letters: [Unicode.Scalar: String] = [
        "\n": "\\n", "\t": "\\t", "\r": "\\r", "\u{85}": "\\N", "\u{2028}": "\\L", "\u{2029}": "\\P",
    ]
}
