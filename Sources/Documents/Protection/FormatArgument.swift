/// A value that a format string of C's kind takes by its place: `%s`, `%5.2f`, `%2$@`.
struct FormatArgument {
    /// The number that it is taken by; nil where it is the next one.
    let number: Int?
    /// The placeholder without that number.
    let plain: String
    /// What kind of value it takes, with what it takes for its width: `*ld`.
    let type: String

    /// The arguments among a text's spans, in order; nil where there are parts of a date, which may stand in any order, or
    /// others whose values cannot be told.
    static func all(in spans: [String]) -> [FormatArgument]? {
        var arguments: [FormatArgument] = []
        for span in spans where span.utf8.first == UInt8(ascii: "%") {
            guard let second = span.utf8.dropFirst().first, !"%({".utf8.contains(second) else { continue }
            guard let argument = FormatArgument(span) else { return nil }
            arguments.append(argument)
        }
        return arguments
    }

    private init?(_ span: String) {
        let bytes = Array(span.utf8)
        guard Placeholder.printf(bytes, 0) == bytes.count, let conversion = bytes.last,
            // `%a %b`: names of days and months (strftime(3)).
            !"aAb".utf8.contains(conversion)
        else { return nil }
        var cursor = ByteCursor(bytes, 1)
        let digits = cursor.takeAll { Digit.value(of: $0) != nil }
        let isNumbered = digits > 0 && cursor.take("$")
        number = isNumbered ? Int(String(decoding: bytes[1...digits], as: UTF8.self)) : nil
        plain = isNumbered ? "%" + String(decoding: bytes[cursor.index...], as: UTF8.self) : span
        let kind = bytes.dropLast().filter { "*hlLqjzt".utf8.contains($0) }
        let value = conversion == UInt8(ascii: "i") ? UInt8(ascii: "d") : conversion
        type = String(decoding: kind + [value], as: UTF8.self)
    }
}
