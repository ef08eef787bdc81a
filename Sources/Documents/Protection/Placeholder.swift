/// The kinds of placeholder that programs put values into.
enum Placeholder {
    /// All of them: for texts of which nothing more is known.
    static let all: [ProtectedSpans.Matcher] = [
        doubleBraces, templateTag, dollarBraces, percentBraces, printf, messageHead, braces,
    ]

    /// Those that are told from prose: for running text, which may be about anything.
    static let inProse: [ProtectedSpans.Matcher] = [
        doubleBraces, dollarBraces, percentBraces, proseBraces, prosePrintf,
    ]

    /// `%s`, `%-5.2f`, `%1$@`, `%(name)s`, `%%` (printf(3), Python's and Apple's format strings).
    ///
    /// The flag of a space is not taken for one: “100 % sure” is text, and so is “50%ige”.
    static let printf: ProtectedSpans.Matcher = { bytes, start in
        guard bytes[start] == UInt8(ascii: "%") else { return nil }
        var cursor = ByteCursor(bytes, start + 1)
        if cursor.take("%") { return cursor.index }
        if cursor.take("(") {
            guard cursor.takeAll(upTo: 60, { $0.isNameByte || $0 == UInt8(ascii: " ") }) > 0, cursor.take(")") else {
                return nil
            }
        } else {
            let before = cursor.index
            if cursor.takeAll({ Digit.value(of: $0) != nil }) == 0 || !cursor.take("$") { cursor.index = before }
        }
        cursor.takeAll { "-+#0',".utf8.contains($0) }
        cursor.takeAll { Digit.value(of: $0) != nil || $0 == UInt8(ascii: "*") }
        if cursor.take(".") { cursor.takeAll { Digit.value(of: $0) != nil || $0 == UInt8(ascii: "*") } }
        cursor.takeAll { "hlLqjzt".utf8.contains($0) }
        guard let conversion = cursor.next, "diouxXeEfFgGaAbcCsSpn@".utf8.contains(conversion) else { return nil }
        cursor.index += 1
        let isBehindFigure = start > 0 && Digit.value(of: bytes[start - 1]) != nil
        let isWord = cursor.next.map { $0.isLetter || $0 == UInt8(ascii: "'") || $0 >= 0x80 } ?? false
        return isBehindFigure && isWord ? nil : cursor.index
    }

    /// `{name}`, `{0}`, `{0:N2}`, `{0,number,integer}`, `{name!r}`, `{user[name]}`, `{}`.
    static let braces: ProtectedSpans.Matcher = { bytes, start in braced(bytes, start, opening: "{") }
    /// `${name}`, `#{name}` as in Ruby.
    static let dollarBraces: ProtectedSpans.Matcher = { bytes, start in
        braced(bytes, start, opening: "${") ?? braced(bytes, start, opening: "#{")
    }
    /// `%{name}`, as in Ruby's and Rails' catalogues.
    static let percentBraces: ProtectedSpans.Matcher = { bytes, start in braced(bytes, start, opening: "%{") }

    /// `{{ name }}`, with whatever a template engine allows inside, in one line.
    ///
    /// Braces within are balanced: `{{name} items}}` is the end of a message with cases.
    static let doubleBraces: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        guard cursor.take("{{") else { return nil }
        let limit = start + ProtectedSpans.longest
        var open = 0
        while cursor.index < limit, let byte = cursor.next {
            if open == 0, byte == UInt8(ascii: "}") { return cursor.take("}}") ? cursor.index : nil }
            // Of a thousand openings without an end none is looked at twice.
            if cursor.take("{{") { return nil }
            if byte == UInt8(ascii: "{") { open += 1 }
            if byte == UInt8(ascii: "}") { open -= 1 }
            cursor.index += 1
        }
        return nil
    }

    /// `{name}`, `{0}`, `{user.first-name}`, and nothing that has more than a name in it.
    ///
    /// What a command of TeX is given is text: `\emph{word}`, `\href{address}{word}`, `x_{i}`.
    static let proseBraces: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        guard cursor.take("{"), let first = cursor.next, first.isNameByte, first != UInt8(ascii: ".") else {
            return nil
        }
        cursor.takeAll(upTo: 60) { $0.isNameByte || $0 == UInt8(ascii: "-") }
        guard cursor.take("}"), !isArgument(bytes, start) else { return nil }
        return cursor.index
    }

    /// Whether braces that begin at a place belong to a command of TeX.
    private static func isArgument(_ bytes: [UInt8], _ start: Int) -> Bool {
        var index = start
        for _ in 0..<4 where index > 0 {
            let last = bytes[index - 1]
            let isBraced = last == UInt8(ascii: "}")
            guard isBraced || last == UInt8(ascii: "]") else { break }
            let opening = isBraced ? UInt8(ascii: "{") : UInt8(ascii: "[")
            guard let before = bytes[max(0, index - 100)..<index - 1].lastIndex(of: opening) else { break }
            index = before
        }
        guard index > 0 else { return false }
        if bytes[index - 1] == UInt8(ascii: "_") || bytes[index - 1] == UInt8(ascii: "^") { return true }
        let limit = max(0, index - 40)
        while index > limit, bytes[index - 1].isLetter || bytes[index - 1] == UInt8(ascii: "*") { index -= 1 }
        return index > 0 && bytes[index - 1] == UInt8(ascii: "\\")
    }

    /// `%s`, `%5.2f`, `%1$@`, `%(name)s`, where they cannot be a percentage: “100%”, “50%ige”, “5 % d'intérêt”; nor an
    /// octet of an address: “a%20b”, “%D0%B1”.
    static let prosePrintf: ProtectedSpans.Matcher = { bytes, start in
        guard start == 0 || Digit.value(of: bytes[start - 1]) == nil, let end = printf(bytes, start),
            "diouxXfgGsS@".utf8.contains(bytes[end - 1])
        else { return nil }
        let isWord = end < bytes.count && (bytes[end].isLetter || Digit.value(of: bytes[end]) != nil)
        let isOctet =
            start > 0 && bytes[start - 1].isLetter && Digit.value(of: bytes[start + 1]) != nil
            && !bytes[start..<end].contains(UInt8(ascii: "$"))
        return isWord || isOctet ? nil : end
    }

    private static func braced(_ bytes: [UInt8], _ start: Int, opening: StaticString) -> Int? {
        var cursor = ByteCursor(bytes, start)
        guard cursor.take(opening) else { return nil }
        cursor.takeAll(upTo: 60) { $0.isNameByte || $0 == UInt8(ascii: "-") }
        if let next = cursor.next, ",:![".utf8.contains(next) {
            cursor.takeAll(upTo: 60) { !"{}".utf8.contains($0) && $0 >= 0x20 && $0 < 0x7F }
        }
        return cursor.take("}") ? cursor.index : nil
    }

    /// The head of a message with cases, `{count, plural,` (ICU MessageFormat); the cases are text.
    static let messageHead: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        func space(_ cursor: inout ByteCursor) { cursor.takeAll(upTo: 20) { $0 <= 0x20 } }
        guard cursor.take("{") else { return nil }
        space(&cursor)
        guard cursor.takeAll(upTo: 60, { $0.isNameByte }) > 0 else { return nil }
        space(&cursor)
        guard cursor.take(",") else { return nil }
        space(&cursor)
        guard cursor.take("plural") || cursor.take("selectordinal") || cursor.take("select") else { return nil }
        space(&cursor)
        return cursor.take(",") ? cursor.index : nil
    }

    /// `{% if x %}` of Jinja, Django, Liquid.
    static let templateTag: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        return cursor.take("{%") ? cursor.end(of: "%}", notBeyond: "{%") : nil
    }
}
