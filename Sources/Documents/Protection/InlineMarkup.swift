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

    /// Elements of HTML that hold what a program reads or writes, or the keys of a keyboard (WHATWG HTML, sections 4.5.15 to
    /// 4.5.19; `tt` is their elder).
    static let codeElements: Set<String> = ["code", "kbd", "samp", "tt", "var"]

    /// An element that holds code, with all that is in it.
    static let codeElement: ProtectedSpans.Matcher = { bytes, start in
        guard bytes[start] == UInt8(ascii: "<"), var end = tag(bytes, start),
            let name = codeElements.first(where: { isTag($0, behind: start + 1, bytes) })
        else { return nil }
        let limit = min(bytes.count, start + ProtectedSpans.longest)
        var depth = 1
        while end < limit {
            guard bytes[end] == UInt8(ascii: "<"), let next = tag(bytes, end) else {
                end += 1
                continue
            }
            if isTag(name, behind: end + 1, bytes) { depth += 1 }
            if bytes[end + 1] == UInt8(ascii: "/"), isTag(name, behind: end + 2, bytes) { depth -= 1 }
            if depth == 0 { return next }
            end = next
        }
        return nil
    }

    /// Whether a tag's name stands at a place.
    private static func isTag(_ name: String, behind start: Int, _ bytes: [UInt8]) -> Bool {
        let end = start + name.utf8.count
        return end < bytes.count && bytes[start..<end].elementsEqual(name.utf8, by: { $0 | 0x20 == $1 })
            && (bytes[end] <= 0x20 || bytes[end] == UInt8(ascii: ">"))
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
