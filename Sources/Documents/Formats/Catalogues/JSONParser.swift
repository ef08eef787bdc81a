/// Goes through a JSON text once, without recursion, and tells what stands where.
///
/// By hand: Foundation's reader does not tell where in the file a value stands.
struct JSONParser {
    /// What comes next; of strings and keys, the place is what stands between the quotes.
    enum Event {
        case open(isObject: Bool, at: Int)
        case close(end: Int)
        case key(Range<Int>)
        case string(Range<Int>)
        case atom(Range<Int>)
    }

    private enum Expectation {
        case value(orClose: Bool), key(orClose: Bool), separator
    }

    private let text: DocumentText
    private let format: DocumentFormat
    private var cursor: ByteCursor
    private var expectation = Expectation.value(orClose: false)
    /// Of each open container, whether it is an object.
    private var open: [Bool] = []

    /// - Parameter format: What the text is meant to be, for errors.
    init(_ text: DocumentText, format: DocumentFormat) {
        self.text = text
        self.format = format
        cursor = ByteCursor(text.bytes, 0)
    }

    /// The next event; nil at the end.
    ///
    /// - Throws: ``DocumentError/malformed(_:line:what:)`` where the text is no JSON.
    mutating func next() throws(DocumentError) -> Event? {
        space()
        switch expectation {
        case .value(let orClose):
            return orClose && cursor.take("]") ? close() : try value()
        case .key(let orClose):
            if orClose, cursor.take("}") { return close() }
            let key = try string()
            space()
            guard cursor.take(":") else { throw fault("a colon is missing behind a key") }
            expectation = .value(orClose: false)
            return .key(key)
        case .separator:
            guard let isObject = open.last else {
                guard cursor.next == nil else { throw fault("something follows the end") }
                return nil
            }
            if cursor.take(",") {
                expectation = isObject ? .key(orClose: false) : .value(orClose: false)
                return try next()
            }
            if isObject {
                guard cursor.take("}") else { throw fault("a comma or a closing brace is missing") }
            } else {
                guard cursor.take("]") else { throw fault("a comma or a closing bracket is missing") }
            }
            return close()
        }
    }

    private mutating func value() throws(DocumentError) -> Event {
        let start = cursor.index
        for (isObject, mark) in [(true, "{"), (false, "[")] as [(Bool, StaticString)] where cursor.take(mark) {
            open.append(isObject)
            expectation = isObject ? .key(orClose: true) : .value(orClose: true)
            return .open(isObject: isObject, at: start)
        }
        expectation = .separator
        if cursor.next == UInt8(ascii: "\"") { return .string(try string()) }
        try atom()
        return .atom(start..<cursor.index)
    }

    private mutating func close() -> Event {
        open.removeLast()
        expectation = .separator
        return .close(end: cursor.index)
    }

    /// Goes past a string, and gives the place of what is between the quotes.
    private mutating func string() throws(DocumentError) -> Range<Int> {
        guard cursor.take("\"") else { throw fault("a string is missing") }
        let start = cursor.index
        while let byte = cursor.next {
            switch byte {
            case UInt8(ascii: "\""):
                cursor.index += 1
                return start..<cursor.index - 1
            case UInt8(ascii: "\\"):
                cursor.index += 1
                guard let escaped = cursor.next, "\"\\/bfnrtu".utf8.contains(escaped) else {
                    throw fault("an unknown escape stands in a string")
                }
                cursor.index += 1
                if escaped == UInt8(ascii: "u") {
                    let digits = cursor
                    guard cursor.takeAll(upTo: 4, { Unicode.Scalar($0).properties.isASCIIHexDigit }) == 4 else {
                        cursor = digits
                        throw fault("\\u wants four hexadecimal digits")
                    }
                }
            case 0..<0x20: throw fault("a string has a control character, or does not end in its line")
            default: cursor.index += 1
            }
        }
        throw fault("a string does not end")
    }

    private mutating func atom() throws(DocumentError) {
        for word in Self.words where cursor.take(word) { return }
        _ = cursor.take("-")
        let beginsWithZero = cursor.next == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !beginsWithZero || whole == 1 else { throw fault("a value is missing") }
        if cursor.take("."), digits() == 0 { throw fault("a number does not end") }
        if cursor.take("e") || cursor.take("E") {
            if !cursor.take("+") { _ = cursor.take("-") }
            if digits() == 0 { throw fault("a number does not end") }
        }
    }

    private mutating func digits() -> Int {
        cursor.takeAll { Digit.value(of: $0) != nil }
    }

    private static let words: [StaticString] = ["true", "false", "null"]

    private mutating func space() { cursor.takeAll { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D } }

    private func fault(_ what: String) -> DocumentError {
        .malformed(format, line: text.line(of: min(cursor.index, text.bytes.count)), what: what)
    }
}
