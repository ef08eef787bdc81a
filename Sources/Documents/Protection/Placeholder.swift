/// The kinds of placeholder that programs put values into.
enum Placeholder {
    /// All of them: for texts of which nothing more is known.
    static let all: [ProtectedSpans.Matcher] = [
        doubleBraces, templateTag, dollarBraces, percentBraces, printf, messageHead, braces,
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
    static let doubleBraces: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        return cursor.take("{{") ? cursor.end(of: "}}", notBeyond: "{{") : nil
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
