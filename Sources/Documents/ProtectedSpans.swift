/// Finds what must come back from the model as it is: placeholders, addresses, markup.
struct ProtectedSpans: Sendable {
    /// Finds the end of a span that begins at a place; nil where none does.
    typealias Matcher = @Sendable (_ bytes: [UInt8], _ start: Int) -> Int?

    private let matchers: [Matcher]

    /// - Parameter matchers: The kinds of span, the first that fits counts.
    init(_ matchers: [Matcher]) { self.matchers = matchers }

    /// The spans of a text in its bytes, in order; none overlaps another.
    ///
    /// Takes time in proportion to the text: a matcher looks no further than ``longest`` bytes.
    func ranges(in text: String) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        var ranges: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            if Self.mayBegin[Int(bytes[index])], let end = Self.end(at: index, bytes, matchers) {
                ranges.append(index..<end)
                index = end
            } else {
                index += 1
            }
        }
        return ranges
    }

    /// The spans of a text, each with how often it occurs.
    func census(of text: String) -> [String: Int] {
        let bytes = Array(text.utf8)
        return ranges(in: text).reduce(into: [:]) { counts, range in
            counts[String(decoding: bytes[range], as: UTF8.self), default: 0] += 1
        }
    }

    private static func end(at index: Int, _ bytes: [UInt8], _ matchers: [Matcher]) -> Int? {
        for matcher in matchers {
            if let end = matcher(bytes, index), end > index { return end }
        }
        return nil
    }

    /// Which bytes a span may begin with: most are none of these, and cost no more than the look.
    private static let mayBegin: [Bool] = {
        let bytes = Set("%{$#<&`[]hfmw".utf8)
        return (0..<256).map { bytes.contains(UInt8($0)) }
    }()

    /// No span but a tag is longer, in bytes; what begins like one and goes on beyond is text.
    static let longest = 4096
}

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

/// Addresses.
enum Address {
    /// `https://…`, `mailto:…`, `www.…`: to the end that GitHub's extended autolinks give it (GFM, section 6.9), that is,
    /// without the punctuation and the unbalanced bracket behind.
    static let url: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        if start > 0, bytes[start - 1].isNameByte { return nil }
        guard schemes.contains(where: { cursor.take($0) }) else { return nil }
        let body = cursor.index
        cursor.takeAll(upTo: ProtectedSpans.longest) { $0 > 0x20 && !"<>\"`|\\^{}".utf8.contains($0) && $0 < 0x7F }
        var end = cursor.index
        var surplus = bytes[body..<end].reduce(0) {
            $0 + ($1 == UInt8(ascii: ")") ? 1 : $1 == UInt8(ascii: "(") ? -1 : 0)
        }
        while end > body {
            let last = bytes[end - 1]
            let isLoose = last == UInt8(ascii: ")") && surplus > 0 || last == UInt8(ascii: "]")
            guard isLoose || "?!.,:;*_~'".utf8.contains(last) else { break }
            if last == UInt8(ascii: ")") { surplus -= 1 }
            end -= 1
        }
        return end > body ? end : nil
    }

    private static let schemes: [StaticString] = ["https://", "http://", "ftp://", "mailto:", "www."]
}

/// Markup inside of running text.
enum InlineMarkup {
    /// A tag, a comment or a processing instruction of XML or HTML.
    static let tag: ProtectedSpans.Matcher = { bytes, start in
        guard bytes[start] == UInt8(ascii: "<"), start + 1 < bytes.count else { return nil }
        var cursor = ByteCursor(bytes, start + 1)
        if cursor.take("!--") { return cursor.end(of: "-->", notBeyond: "<!--") }
        if cursor.take("?") { return cursor.end(of: "?>", notBeyond: "<?") }
        _ = cursor.take("/")
        guard let first = cursor.next, first.isLetter else { return nil }
        // An image may stand in its own tag.
        let limit = start + (1 << 20)
        var quote: UInt8?
        while cursor.index < limit, let byte = cursor.next {
            cursor.index += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return cursor.index
            } else if byte == UInt8(ascii: "<") {
                return nil
            }
        }
        return nil
    }

    /// A reference to a character or an entity: `&nbsp;`, `&#160;`.
    static let reference: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        guard cursor.take("&") else { return nil }
        let isNumber = cursor.take("#")
        // No name has one letter: “R&D; sales” is text.
        let count = cursor.takeAll(upTo: 33) { $0.isLetter || Digit.value(of: $0) != nil }
        return ((isNumber ? 1 : 2)...32).contains(count) && cursor.take(";") ? cursor.index : nil
    }

    /// Code between backticks, as many at its end as at its begin (CommonMark 0.31, section 6.1).
    static let code: ProtectedSpans.Matcher = { bytes, start in
        let tick = UInt8(ascii: "`")
        guard bytes[start] == tick, start == 0 || bytes[start - 1] != tick else { return nil }
        var cursor = ByteCursor(bytes, start)
        let ticks = cursor.takeAll { $0 == tick }
        let limit = start + ProtectedSpans.longest
        while cursor.index < limit, cursor.next != nil {
            let run = cursor.takeAll { $0 == tick }
            if run == ticks { return cursor.index }
            if run == 0 { cursor.index += 1 }
        }
        return nil
    }

    /// The end of a link's text with its destination: `](address`, `][label]`; and a footnote's mark: `[^1]`.
    ///
    /// Source: CommonMark 0.31, section 6.3. A link's title is text.
    static let link: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        let limit = min(bytes.count, start + ProtectedSpans.longest)
        if cursor.take("[^") {
            guard cursor.takeAll(upTo: 100, { $0 > 0x20 && $0 != UInt8(ascii: "]") }) > 0, cursor.take("]") else {
                return nil
            }
            return cursor.index
        }
        if cursor.take("][") {
            while cursor.index < limit, let byte = cursor.next, byte != UInt8(ascii: "\n") {
                cursor.index += 1
                if byte == UInt8(ascii: "]") { return cursor.index }
            }
            return nil
        }
        guard cursor.take("](") else { return nil }
        if cursor.take("<") { return cursor.end(of: ">", notBeyond: "<") }
        var depth = 0
        while cursor.index < limit, let byte = cursor.next, byte > 0x20 {
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") {
                if depth == 0 { break }
                depth -= 1
            }
            cursor.index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return cursor.index < limit || limit == bytes.count ? min(cursor.index, bytes.count) : nil
    }
}

/// A place in bytes that goes forward.
struct ByteCursor {
    private let bytes: [UInt8]
    var index: Int

    init(_ bytes: [UInt8], _ index: Int) {
        self.bytes = bytes
        self.index = index
    }

    /// The byte here; nil at the end.
    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Goes past a text, if it stands here.
    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[index + offset] != text.utf8Start[offset] { return false }
        index += count
        return true
    }

    /// Goes past all bytes of a kind, so many at most, and tells how many.
    @discardableResult
    mutating func takeAll(upTo most: Int = .max, _ isOfKind: (UInt8) -> Bool) -> Int {
        let start = index
        let end = most < bytes.count - index ? index + most : bytes.count
        while index < end, isOfKind(bytes[index]) { index += 1 }
        return index - start
    }

    /// The place behind the next occurrence of a text, no further than the longest span; nil where there is none, or where
    /// another opening comes first: of a thousand openings without an end none is looked at twice.
    func end(of text: StaticString, notBeyond opening: StaticString) -> Int? {
        var cursor = self
        let limit = index + ProtectedSpans.longest
        while cursor.index < min(limit, bytes.count) {
            if cursor.take(text) { return cursor.index }
            var other = cursor
            if other.take(opening) { return nil }
            cursor.index += 1
        }
        return nil
    }
}

extension UInt8 {
    /// Whether it is a letter of ASCII.
    var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }

    /// Whether it may stand in a placeholder's name.
    var isNameByte: Bool {
        isLetter || Digit.value(of: self) != nil || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
    }
}
