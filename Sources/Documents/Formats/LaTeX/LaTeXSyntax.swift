/// Where the parts of a LaTeX text end (Lamport, “LaTeX: A Document Preparation System”, appendix C.1), with the usual
/// category codes.
enum LaTeXSyntax {
    /// What stands at a place.
    enum Token {
        /// Stays as it is, up to its end; so many braces are open behind it.
        case span(end: Int, opened: Int)
        /// Is text, up to its end, though it begins with a backslash.
        case letter(end: Int)
        /// Nothing that is understood.
        case unknown
    }

    /// Finds what must come back from the model as it is.
    static let span: ProtectedSpans.Matcher = { bytes, start in
        if case .span(let end, _) = token(bytes, start) { end } else { nil }
    }

    /// What stands at a backslash, a dollar sign or a percent sign.
    static func token(_ bytes: [UInt8], _ start: Int) -> Token {
        switch bytes[start] {
        case UInt8(ascii: "%"): .span(end: endOfComment(bytes, start), opened: 0)
        case UInt8(ascii: "$"): math(bytes, start, opening: 1, closing: "$")
        case UInt8(ascii: "\\"): command(bytes, start)
        default: .unknown
        }
    }

    /// The name of the command at a backslash, without a star; empty where it is none of letters.
    static func name(_ bytes: [UInt8], _ start: Int) -> String {
        var cursor = ByteCursor(bytes, start + 1)
        let count = cursor.takeAll(upTo: 64) { $0.isLetter || $0 == UInt8(ascii: "@") }
        return String(decoding: bytes[start + 1..<start + 1 + count], as: UTF8.self)
    }

    private static func command(_ bytes: [UInt8], _ start: Int) -> Token {
        guard start + 1 < bytes.count else { return .unknown }
        let next = bytes[start + 1]
        guard next.isLetter || next == UInt8(ascii: "@") else { return symbol(bytes, start, next) }
        let name = name(bytes, start)
        var cursor = ByteCursor(bytes, start + 1 + name.utf8.count)
        if name == "verb" || name == "lstinline" { return verb(bytes, cursor.index) }
        if LaTeXWords.letters.contains(name) { return .letter(end: endOfAccent(bytes, cursor.index)) }
        _ = cursor.take("*")
        if let before = LaTeXWords.inline[name] {
            guard let open = arguments(bytes, cursor.index, before), open < bytes.count else { return .unknown }
            return bytes[open] == UInt8(ascii: "{") ? .span(end: open + 1, opened: 1) : .span(end: open, opened: 0)
        }
        guard let end = arguments(bytes, cursor.index, .max) else { return .unknown }
        return .span(end: end, opened: 0)
    }

    private static func symbol(_ bytes: [UInt8], _ start: Int, _ next: UInt8) -> Token {
        switch next {
        case UInt8(ascii: "("): return math(bytes, start, opening: 2, closing: "\\)")
        case UInt8(ascii: "["): return math(bytes, start, opening: 2, closing: "\\]")
        case UInt8(ascii: "\\"):
            var cursor = ByteCursor(bytes, start + 2)
            _ = cursor.take("*")
            return .span(end: group(bytes, cursor.index, "[", "]") ?? cursor.index, opened: 0)
        case _ where "%&_#${}".utf8.contains(next): return .span(end: start + 2, opened: 0)
        case _ where "'`^\"~=.".utf8.contains(next): return .letter(end: endOfAccent(bytes, start + 2))
        case _ where "-/,;:!@ \n".utf8.contains(next): return .letter(end: start + 2)
        default: return .unknown
        }
    }

    /// Behind a letter in braces, if one stands here.
    private static func endOfAccent(_ bytes: [UInt8], _ start: Int) -> Int {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "{"), let end = group(bytes, start, "{", "}"),
            end - start <= 8
        else { return start }
        return end
    }

    private static func verb(_ bytes: [UInt8], _ start: Int) -> Token {
        var cursor = ByteCursor(bytes, start)
        _ = cursor.take("*")
        if let end = group(bytes, cursor.index, "[", "]") { cursor.index = end }
        guard let mark = cursor.next, mark > 0x20, !mark.isLetter, mark < 0x80 else { return .unknown }
        cursor.index += 1
        let closing = mark == UInt8(ascii: "{") ? UInt8(ascii: "}") : mark
        cursor.takeAll(upTo: ProtectedSpans.longest) { $0 != closing && $0 != UInt8(ascii: "\n") }
        return cursor.next == closing ? .span(end: cursor.index + 1, opened: 0) : .unknown
    }

    /// Math to its end; it has to have as many braces closed as opened, and no paragraph ends in it.
    private static func math(_ bytes: [UInt8], _ start: Int, opening: Int, closing: StaticString) -> Token {
        var cursor = ByteCursor(bytes, start + opening)
        let limit = min(bytes.count, start + ProtectedSpans.longest)
        var (depth, isBlank) = (0, false)
        while cursor.index < limit, let byte = cursor.next {
            if cursor.take(closing) { return depth == 0 ? .span(end: cursor.index, opened: 0) : .unknown }
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
            if byte == UInt8(ascii: "\n"), isBlank { break }
            if byte == UInt8(ascii: "\n") { isBlank = true } else if byte > 0x20 { isBlank = false }
            cursor.index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return .unknown
    }

    /// Behind the arguments that stand here, those in brackets and so many in braces at most; nil where one does not end.
    static func arguments(_ bytes: [UInt8], _ start: Int, _ most: Int) -> Int? {
        var (index, count) = (start, 0)
        while index < bytes.count {
            var cursor = ByteCursor(bytes, index)
            if bytes[index] == UInt8(ascii: "[") {
                // A bracket may be text: “\ldots[sic”.
                guard let end = group(bytes, index, "[", "]") else { return index }
                index = end
                continue
            }
            cursor.takeAll(upTo: 8) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard cursor.next == UInt8(ascii: "{") else { return index }
            guard count < most else { return cursor.index }
            guard let end = group(bytes, cursor.index, "{", "}") else { return nil }
            index = end
            count += 1
        }
        return index
    }

    /// Behind the closing mark of what opens here; nil where it does not open, or does not end within the longest span.
    static func group(_ bytes: [UInt8], _ start: Int, _ open: Unicode.Scalar, _ close: Unicode.Scalar) -> Int? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: open) else { return nil }
        var (index, depth, braces) = (start, 0, 0)
        let limit = min(bytes.count, start + (open == "[" ? 512 : ProtectedSpans.longest))
        while index < limit {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\") {
                index += 2
                continue
            }
            if byte == UInt8(ascii: "%") {
                index = endOfComment(bytes, index)
                continue
            }
            if byte == UInt8(ascii: open), braces == 0 { depth += 1 }
            if open != "{", byte == UInt8(ascii: "{") { braces += 1 }
            if open != "{", byte == UInt8(ascii: "}") {
                braces -= 1
                if braces < 0 { return nil }
            }
            if byte == UInt8(ascii: close), braces == 0 {
                depth -= 1
                if depth == 0 { return index + 1 }
            }
            index += 1
        }
        return nil
    }

    /// Behind a comment, its line's end, and the white space that the next line begins with, which TeX does not see
    /// either.
    static func endOfComment(_ bytes: [UInt8], _ start: Int) -> Int {
        var cursor = ByteCursor(bytes, start)
        cursor.takeAll { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        if !cursor.take("\r\n"), !cursor.take("\n") { _ = cursor.take("\r") }
        cursor.takeAll { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return cursor.index
    }
}
