/// What a plain scalar means.
enum YAMLMeaning {
    /// Whether a plain scalar is a string for every reader: for YAML 1.1 (its types at yaml.org/type: bool, float, int,
    /// merge, null, timestamp, value), for the core schema of YAML 1.2.2 (section 10.3.2), and for Ruby, which takes
    /// `:name` for a symbol.
    static func isString(_ plain: String) -> Bool {
        guard let first = plain.utf8.first, !words.contains(plain) else { return false }
        switch first {
        case UInt8(ascii: ":"):
            return plain.utf8.dropFirst().first.map { $0 <= 0x20 } ?? false
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            let bytes = Array(plain.utf8)
            return !isNumber(bytes) && !isTime(bytes)
        default: return true
        }
    }

    private static let words: Set<String> = {
        let words = ["null", "y", "n", "yes", "no", "true", "false", "on", "off"]
        let inEveryCase = words.flatMap { [$0, $0.uppercased(), $0.prefix(1).uppercased() + $0.dropFirst()] }
        return Set(inEveryCase + ["~", "=", "<<"])
    }()

    /// Integers and floating-point numbers, also those with underscores and those to the base of 60.
    private static func isNumber(_ bytes: [UInt8]) -> Bool {
        var cursor = ByteCursor(bytes, 0)
        if !cursor.take("-") { _ = cursor.take("+") }
        let start = cursor
        for word in named where cursor.take(word) { return cursor.next == nil }
        for prefix in prefixes where cursor.take(prefix) {
            let digits = cursor.takeAll { Unicode.Scalar($0).properties.isASCIIHexDigit || $0 == UInt8(ascii: "_") }
            return digits > 0 && cursor.next == nil
        }
        cursor = start
        var digits = 0
        cursor.takeAll {
            if Digit.value(of: $0) != nil { digits += 1 }
            return Digit.value(of: $0) != nil || "_:.".utf8.contains($0)
        }
        guard digits > 0 else { return false }
        if cursor.take("e") || cursor.take("E") {
            if !cursor.take("-") { _ = cursor.take("+") }
            cursor.takeAll { Digit.value(of: $0) != nil }
        }
        return cursor.next == nil
    }

    private static let named: [StaticString] = [".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"]
    private static let prefixes: [StaticString] = ["0x", "0b", "0o"]

    /// Dates, with or without a time.
    private static func isTime(_ bytes: [UInt8]) -> Bool {
        var cursor = ByteCursor(bytes, 0)
        func digits(_ cursor: inout ByteCursor) -> Int { cursor.takeAll { Digit.value(of: $0) != nil } }
        guard digits(&cursor) == 4, cursor.take("-"), digits(&cursor) > 0, cursor.take("-"), digits(&cursor) > 0 else {
            return false
        }
        cursor.takeAll { Digit.value(of: $0) != nil || "tTzZ:.+- \t".utf8.contains($0) }
        return cursor.next == nil
    }
}
