/// A message with cases, `{count, plural, one {# item} other {# items}}`.
///
/// Source: ICU's MessageFormat, with its quotes: `'{'` is a brace that means nothing, `''` an apostrophe.
struct CaseMessage {
    /// A text with the messages in it.
    struct Content {
        /// The text without them.
        var plain = ""
        var messages: [CaseMessage] = []

        /// Whether all messages are as they should be.
        var isSound: Bool { messages.allSatisfy(\.isSound) }

        /// All that must stay, in order.
        func spans(_ protected: ProtectedSpans) -> [String] {
            protected.spans(of: plain)
                + messages.flatMap { message in
                    [message.head] + message.cases.flatMap { [$0.selector + " {"] + $0.content.spans(protected) }
                }
        }
    }

    /// One case.
    struct Case {
        /// `one`, `=0`, or a value of the argument.
        let selector: String
        let content: Content
    }

    /// How it begins: `{count, plural,`.
    let head: String
    /// What the case depends on: `count`.
    let argument: String
    /// `plural`, `selectordinal` or `select`.
    let type: String
    /// What is taken off the number: `offset:1`.
    private(set) var offset: String?
    private(set) var cases: [Case] = []
    /// Words that no case follows.
    private(set) var strays: [String] = []
    /// Whether its last brace is there.
    private(set) var isWhole = false

    /// Whether the cases depend on a number.
    var isPlural: Bool { type != "select" }

    private var isSound: Bool { isWhole && strays.isEmpty && cases.allSatisfy(\.content.isSound) }

    /// Whether a text has the head of such a message.
    static func occurs(in text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.indices.contains {
            bytes[$0] == UInt8(ascii: "{") && Placeholder.messageHead(bytes, $0) != nil
        }
    }

    /// A text taken apart; what is protected in it is looked into no further.
    static func content(of text: String, _ protected: ProtectedSpans) -> Content {
        let bytes = Array(text.utf8)
        var reader = MessageReader(bytes)
        var (plain, messages): ([UInt8], [CaseMessage]) = ([], [])
        var spans = protected.ranges(in: text)[...]
        while reader.index < bytes.count {
            while let span = spans.first, span.lowerBound < reader.index { spans.removeFirst() }
            if let message = CaseMessage(&reader, depth: 0) {
                messages.append(message)
                plain.append(UInt8(ascii: " "))
                continue
            }
            let next = spans.first.flatMap { $0.lowerBound == reader.index ? $0.upperBound : nil } ?? reader.index + 1
            plain += bytes[reader.index..<next]
            reader.index = next
        }
        return Content(plain: String(decoding: plain, as: UTF8.self), messages: messages)
    }

    /// The message that begins where a reader stands, who then stands behind it; nil where none does.
    fileprivate init?(_ reader: inout MessageReader, depth: Int) {
        guard reader.next == UInt8(ascii: "{"), let end = Placeholder.messageHead(reader.bytes, reader.index) else {
            return nil
        }
        head = String(decoding: reader.bytes[reader.index..<end], as: UTF8.self)
        let words = head.utf8.split { $0 <= 0x20 || "{,".utf8.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
        argument = words.first ?? ""
        type = words.last ?? ""
        reader.index = end
        while true {
            reader.skipSpace()
            guard let byte = reader.next else { return }
            if byte == UInt8(ascii: "}") {
                reader.index += 1
                isWhole = true
                return
            }
            var word = reader.word()
            if cases.isEmpty, offset == nil, word.hasPrefix("offset:") {
                if word == "offset:" {
                    reader.skipSpace()
                    word += reader.word()
                }
                offset = word
                continue
            }
            reader.skipSpace()
            guard reader.next == UInt8(ascii: "{") else {
                strays.append(word)
                continue
            }
            reader.index += 1
            cases.append(Case(selector: word, content: reader.content(isPlural: isPlural, depth: depth + 1)))
            guard reader.next != nil else { return }
            reader.index += 1
        }
    }
}

/// Goes through the bytes of a message, each once.
private struct MessageReader {
    let bytes: [UInt8]
    var index = 0

    /// Messages in messages deeper than this are text with braces.
    private static let deepest = 8

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func skipSpace() { while let byte = next, byte <= 0x20 { index += 1 } }

    /// What stands here up to a space or a brace.
    mutating func word() -> String {
        let start = index
        while let byte = next, byte > 0x20, !"{}".utf8.contains(byte) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// What a case holds, to the brace that ends it, which is left, or to the end of all.
    mutating func content(isPlural: Bool, depth: Int) -> CaseMessage.Content {
        var (plain, messages): ([UInt8], [CaseMessage]) = ([], [])
        var open = 0
        while let byte = next {
            if byte == UInt8(ascii: "'"), takeQuote(isPlural: isPlural) { continue }
            if depth < Self.deepest, let message = CaseMessage(&self, depth: depth) {
                messages.append(message)
                plain.append(UInt8(ascii: " "))
                continue
            }
            if byte == UInt8(ascii: "{") { open += 1 }
            if byte == UInt8(ascii: "}") {
                if open == 0 { break }
                open -= 1
            }
            plain.append(byte)
            index += 1
        }
        return CaseMessage.Content(plain: String(decoding: plain, as: UTF8.self), messages: messages)
    }

    /// Goes past an apostrophe that is doubled, or past all that one quotes; tells whether it is such a one.
    private mutating func takeQuote(isPlural: Bool) -> Bool {
        let apostrophe = UInt8(ascii: "'")
        guard index + 1 < bytes.count else { return false }
        if bytes[index + 1] == apostrophe {
            index += 2
            return true
        }
        guard "{}".utf8.contains(bytes[index + 1]) || isPlural && bytes[index + 1] == UInt8(ascii: "#") else {
            return false
        }
        index += 1
        while let byte = next {
            index += 1
            guard byte == apostrophe else { continue }
            guard next == apostrophe else { break }
            index += 1
        }
        return true
    }
}
