/// Finds the paragraphs and the titles of a LaTeX document that are plain enough to be translated.
///
/// It goes through the document once. A paragraph that holds anything that is not understood stays as it is.
struct LaTeXScanner {
    private let text: DocumentText
    private let bytes: [UInt8]
    private var index = 0
    private var units: [Block] = []
    /// The paragraph so far, from its first to behind its last character that is seen.
    private var paragraph: Range<Int>?
    private var isStrange = false
    /// The braces that the paragraph has opened and not closed.
    private var depth = 0
    /// The closing braces of the titles that are being read.
    private var titleEnd: Int?
    /// What the title that is being read is in the document.
    private var role: Block.Role?

    /// The texts of a document.
    ///
    /// - Throws: ``DocumentError/malformed(_:line:what:)`` where it changes what characters mean.
    static func units(of text: DocumentText) throws(DocumentError) -> [Block] {
        var scanner = LaTeXScanner(text)
        try scanner.preamble()
        try scanner.body()
        return scanner.units
    }

    private init(_ text: DocumentText) {
        self.text = text
        bytes = text.bytes
    }

    /// Goes to the document's begin; a file without one is a part of another, and all text, unless it is a class or a
    /// package.
    private mutating func preamble() throws(DocumentError) {
        var isProgram = false
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "%"): index = LaTeXSyntax.endOfComment(bytes, index)
            case UInt8(ascii: "\\"):
                let name = LaTeXSyntax.name(bytes, index)
                try checkCategories(name)
                if ["documentclass", "documentstyle", "ProvidesPackage", "ProvidesClass", "NeedsTeXFormat"].contains(
                    name)
                {
                    isProgram = true
                }
                if name == "begin", let environment = environment(), environment.name == "document" {
                    index = environment.end
                    return
                }
                if name == "begin", let environment = environment(), LaTeXWords.verbatim.contains(environment.name) {
                    skip(environment)
                } else if name == "verb" || name == "lstinline",
                    case .span(let end, _) = LaTeXSyntax.token(bytes, index)
                {
                    index = end
                } else if name == "makeatletter" {
                    skipInternals()
                } else if name == "title" || name == "subtitle", let braces = title(name) {
                    index = braces.lowerBound + 1
                    titleEnd = braces.upperBound - 1
                    role = LaTeXWords.role(of: name)
                    try body(isTitle: true)
                } else {
                    index += max(2, 1 + name.utf8.count)
                }
            default: index += 1
            }
        }
        guard !isProgram else { return }
        units = []
        index = 0
    }

    /// Goes through the document, or only to the end of the title that has been begun.
    private mutating func body(isTitle: Bool = false) throws(DocumentError) {
        while index < bytes.count {
            if let end = titleEnd, index >= end {
                if index > end { isStrange = true }
                close()
                titleEnd = nil
                role = nil
                index = max(index, end + 1)
                if isTitle { return }
                continue
            }
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\\"): try command()
            case UInt8(ascii: "%"): comment()
            case UInt8(ascii: "$"): math()
            case UInt8(ascii: "{"), UInt8(ascii: "}"):
                depth += byte == UInt8(ascii: "{") ? 1 : -1
                if depth < 0 { isStrange = true }
                take(to: index + 1)
            case UInt8(ascii: "&"), UInt8(ascii: "#"), UInt8(ascii: "^"), UInt8(ascii: "_"):
                isStrange = true
                take(to: index + 1)
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): lineEnd()
            case 0...0x20: index += 1
            default: take(to: index + 1)
            }
        }
        close()
    }

    private mutating func command() throws(DocumentError) {
        let name = LaTeXSyntax.name(bytes, index)
        try checkCategories(name)
        if name == "makeatletter" {
            close()
            skipInternals()
        } else if name == "begin" || name == "end" {
            try environmentBorder(isBegin: name == "begin")
        } else if name == "item" {
            close()
            index += 5
            index = LaTeXSyntax.group(bytes, index, "[", "]") ?? index
        } else if LaTeXWords.breaks.contains(name) {
            close()
            index += 1 + name.utf8.count
        } else if LaTeXWords.titles.contains(name), titleEnd == nil, let braces = title(name) {
            close()
            index = braces.lowerBound + 1
            titleEnd = braces.upperBound - 1
            role = LaTeXWords.role(of: name)
        } else if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "[") {
            display("\\]", 2)
        } else {
            if LaTeXWords.primitives.contains(name) || name.hasPrefix("if"), name != "verb", name != "lstinline" {
                isStrange = true
            }
            switch LaTeXSyntax.token(bytes, index) {
            case .span(let end, _) where paragraph == nil && name == "label":
                // A title's label stands before the text that follows it, and is none of it.
                index = end
            case .span(let end, let opened):
                depth += opened
                take(to: end)
            case .letter(let end) where bytes[end - 1] <= 0x20:
                // White space at a text's end is not the model's, and neither is the backslash before it.
                index = end
            case .letter(let end): take(to: end)
            case .unknown:
                isStrange = true
                take(to: min(bytes.count, index + max(2, 1 + name.utf8.count)))
            }
        }
    }

    /// The braces of a title's text.
    private func title(_ name: String) -> Range<Int>? {
        var cursor = ByteCursor(bytes, index + 1 + name.utf8.count)
        _ = cursor.take("*")
        guard let open = LaTeXSyntax.arguments(bytes, cursor.index, 0),
            let end = LaTeXSyntax.group(bytes, open, "{", "}")
        else { return nil }
        return open..<end
    }

    private mutating func comment() {
        // A comment at a paragraph's end is none of its text.
        let end = LaTeXSyntax.endOfComment(bytes, index)
        index = titleEnd.map { min($0, end) } ?? end
        // The line's end was the comment's; another is a blank line.
        if index < bytes.count, bytes[index] == UInt8(ascii: "\n") || bytes[index] == UInt8(ascii: "\r") { close() }
    }

    private mutating func math() {
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "$") { return display("$$", 2) }
        if case .span(let end, _) = LaTeXSyntax.token(bytes, index) { return take(to: end) }
        isStrange = true
        take(to: index + 1)
    }

    /// Goes past math that stands between paragraphs.
    private mutating func display(_ closing: StaticString, _ opening: Int) {
        close()
        var cursor = ByteCursor(bytes, index + opening)
        while cursor.next != nil, !cursor.take(closing) {
            cursor.index += cursor.next == UInt8(ascii: "\\") ? 2 : 1
        }
        index = min(cursor.index, bytes.count)
    }

    private mutating func lineEnd() {
        var cursor = ByteCursor(bytes, index)
        if !cursor.take("\r\n") { cursor.index += 1 }
        cursor.takeAll { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        if let next = cursor.next, next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r") { close() }
        index = cursor.index
    }

    private mutating func environmentBorder(isBegin: Bool) throws(DocumentError) {
        guard let environment = environment() else {
            isStrange = true
            return take(to: index + 4)
        }
        close()
        if !isBegin {
            index = environment.name == "document" ? bytes.count : environment.end
        } else if LaTeXWords.texts.contains(environment.name) {
            index = LaTeXSyntax.arguments(bytes, environment.end, .max) ?? environment.end
        } else {
            skip(environment)
        }
    }

    /// The environment that begins or ends here, and where its name's brace is closed.
    private func environment() -> (name: String, end: Int)? {
        var cursor = ByteCursor(bytes, index)
        guard cursor.take("\\begin") || cursor.take("\\end") else { return nil }
        cursor.takeAll(upTo: 8) { $0 == UInt8(ascii: " ") }
        guard cursor.take("{") else { return nil }
        let start = cursor.index
        cursor.takeAll(upTo: 64) {
            $0.isLetter || $0 == UInt8(ascii: "*") || Digit.value(of: $0) != nil || $0 == UInt8(ascii: "-")
        }
        let name = String(decoding: bytes[start..<cursor.index], as: UTF8.self)
        return cursor.take("}") ? (name, cursor.index) : nil
    }

    /// Goes past an environment, with those of the same name in it; to the end of the document where it has no end.
    private mutating func skip(_ environment: (name: String, end: Int)) {
        let isVerbatim = LaTeXWords.verbatim.contains(environment.name)
        var open = 1
        index = environment.end
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), !isVerbatim {
                index = LaTeXSyntax.endOfComment(bytes, index)
                continue
            }
            guard bytes[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            if let inner = self.environment(), inner.name == environment.name {
                let isEnd = bytes[index + 1] == UInt8(ascii: "e")
                open += isEnd ? -1 : isVerbatim ? 0 : 1
                index = inner.end
                if open == 0 { return }
            } else {
                // In verbatim text a backslash is one, and its own end may stand right behind it.
                index += isVerbatim ? 1 : 2
            }
        }
        index = bytes.count
    }

    private mutating func skipInternals() {
        var cursor = ByteCursor(bytes, index)
        while cursor.next != nil, !cursor.take("\\makeatother") { cursor.index += 1 }
        index = cursor.index
    }

    private func checkCategories(_ name: String) throws(DocumentError) {
        guard LaTeXWords.categories.contains(name) else { return }
        throw .malformed(
            .latex, line: text.line(of: index),
            what: "\\\(name) changes what characters mean, so that only TeX itself can read the file")
    }

    private mutating func take(to end: Int) {
        paragraph = (paragraph?.lowerBound ?? index)..<end
        index = end
    }

    private mutating func close() {
        if let paragraph, !isStrange, depth == 0 {
            units.append(Block(kind: .unit(Block.Unit(form: "", role: role)), range: paragraph))
        }
        paragraph = nil
        isStrange = false
        depth = 0
    }
}
