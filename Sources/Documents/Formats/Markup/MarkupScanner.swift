/// Goes through HTML or XML once and tells tags from text, each with its place.
///
/// Written by hand: libxml2 and Foundation's XMLParser tell what is there, but not where in the file, and a document whose
/// every other byte must stay cannot be written anew from a tree. Nothing is expanded or fetched, so that no entity can
/// grow, and no address is asked.
struct MarkupScanner: Sequence, IteratorProtocol {
    /// A piece of markup or text.
    struct Token {
        enum Kind {
            /// Text, with references as they stand.
            case text
            /// The begin of an element.
            case start(name: String, isEmpty: Bool)
            /// The end of one.
            case end(name: String)
            /// A comment, a processing instruction, a CDATA section, a declaration.
            case other
        }

        let kind: Kind
        let range: Range<Int>

        var isStart: Bool { if case .start = kind { true } else { false } }
    }

    /// How tags are read: HTML knows names in either case, and elements whose text is none.
    let isHTML: Bool
    private let bytes: [UInt8]
    private var index = 0
    /// The element of HTML whose content is not markup, once it has begun (WHATWG HTML, section 13.2.5.2 to 13.2.5.5).
    private var rawText: String?

    /// What the content of is no markup.
    static let rawTextElements: Set<String> = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed"]

    init(_ bytes: [UInt8], isHTML: Bool) {
        self.bytes = bytes
        self.isHTML = isHTML
    }

    mutating func next() -> Token? {
        let start = index
        guard start < bytes.count else { return nil }
        if let rawText {
            self.rawText = nil
            index = end(ofRawText: rawText)
            if index > start { return Token(kind: .text, range: start..<index) }
        }
        if let token = markup(at: start) { return token }
        // A “<” that begins no markup is text.
        repeat { index += 1 } while index < bytes.count && !(bytes[index] == UInt8(ascii: "<") && isMarkup(at: index))
        return Token(kind: .text, range: start..<index)
    }

    private func isMarkup(at place: Int) -> Bool {
        guard place + 1 < bytes.count else { return false }
        let next = bytes[place + 1]
        if next.isLetter || next == UInt8(ascii: "!") || next == UInt8(ascii: "?") { return true }
        if !isHTML, next == UInt8(ascii: "_") || next >= 0x80 { return true }
        guard next == UInt8(ascii: "/"), place + 2 < bytes.count else { return false }
        return bytes[place + 2].isLetter
            || !isHTML && (bytes[place + 2] == UInt8(ascii: "_") || bytes[place + 2] >= 0x80)
    }

    private mutating func markup(at start: Int) -> Token? {
        guard bytes[start] == UInt8(ascii: "<"), isMarkup(at: start) else { return nil }
        var cursor = ByteCursor(bytes, start + 1)
        if cursor.take("!--") {
            index = place(behind: "-->", from: cursor.index)
        } else if cursor.take("![CDATA[") {
            index = place(behind: "]]>", from: cursor.index)
        } else if cursor.take("?") {
            index = place(behind: isHTML ? ">" : "?>", from: cursor.index)
        } else if cursor.take("!") {
            index = endOfDeclaration(from: cursor.index)
        } else {
            return tag(cursor, from: start)
        }
        return Token(kind: .other, range: start..<index)
    }

    private mutating func tag(_ begun: ByteCursor, from start: Int) -> Token {
        var cursor = begun
        let isEnd = cursor.take("/")
        let nameStart = cursor.index
        cursor.takeAll { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        let word = String(decoding: bytes[nameStart..<cursor.index], as: UTF8.self)
        let name = isHTML ? word.lowercased() : word
        var quote: UInt8?
        while let byte = cursor.next {
            cursor.index += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                // Quotes stand only behind an equals sign; elsewhere HTML takes them as letters of a name.
                if bytes[..<(cursor.index - 1)].last(where: { $0 > 0x20 }) == UInt8(ascii: "=") { quote = byte }
            } else if byte == UInt8(ascii: ">") {
                break
            }
        }
        index = cursor.index
        let range = start..<index
        if isEnd { return Token(kind: .end(name: name), range: range) }
        let isEmpty = range.count > 2 && bytes[index - 2] == UInt8(ascii: "/")
        if isHTML, Self.rawTextElements.contains(name) { rawText = name }
        return Token(kind: .start(name: name, isEmpty: isEmpty), range: range)
    }

    private func place(behind mark: StaticString, from start: Int) -> Int {
        var cursor = ByteCursor(bytes, start)
        while cursor.next != nil {
            if cursor.take(mark) { return cursor.index }
            cursor.index += 1
        }
        return bytes.count
    }

    /// The end of `<!DOCTYPE …>`, which may hold declarations of its own in brackets.
    private func endOfDeclaration(from start: Int) -> Int {
        var depth = 0
        for place in start..<bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ">") where depth <= 0: return place + 1
            default: break
            }
        }
        return bytes.count
    }

    private func end(ofRawText name: String) -> Int {
        let name = Array(name.utf8)
        var place = index
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "<"), place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "/"),
                bytes[(place + 2)...].prefix(name.count).elementsEqual(name, by: { $0 | 0x20 == $1 | 0x20 })
            {
                return place
            }
            place += 1
        }
        return bytes.count
    }
}
