/// Several texts sent together, each behind a number at the begin of a line: `[[1]] Open file`.
enum UnitList {
    /// The texts as one.
    static func joining(_ texts: [String]) -> String {
        guard texts.count > 1 else { return texts.first ?? "" }
        return texts.enumerated().map { "[[\($0 + 1)]] \($1)" }.joined(separator: "\n")
    }

    /// The texts of an answer; nil where it has not each number once, in order, and a text behind each.
    ///
    /// White space around each text is taken away.
    static func splitting(_ answer: String, into count: Int) -> [String]? {
        guard count > 1 else { return [answer] }
        let scalars = Array(SurroundingSpace(of: answer).body.utf8)
        var starts: [(mark: Int, text: Int)] = []
        var index = 0
        var beginsLine = true
        while index < scalars.count {
            if beginsLine, let (number, end) = number(in: scalars, at: index) {
                guard number == starts.count + 1 else { return nil }
                starts.append((index, end))
                index = end
                beginsLine = false
                continue
            }
            let byte = scalars[index]
            beginsLine =
                byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
                || beginsLine && (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t"))
            index += 1
        }
        guard starts.count == count, starts[0].mark == 0 else { return nil }
        let ends = starts.dropFirst().map(\.mark) + [scalars.count]
        let texts = zip(starts, ends).map { start, end in
            String(SurroundingSpace(of: String(decoding: scalars[start.text..<end], as: UTF8.self)).body)
        }
        return texts.contains(where: \.isEmpty) ? nil : texts
    }

    /// Whether a line of a text begins with what could be taken for such a number.
    static func hasMark(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var beginsLine = true
        for index in bytes.indices {
            if beginsLine, number(in: bytes, at: index) != nil { return true }
            let byte = bytes[index]
            beginsLine =
                byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
                || beginsLine && (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t"))
        }
        return false
    }

    /// A list that may still be growing, without its numbers, and without the beginning of one at its end.
    static func withoutNumbers(_ list: String) -> String {
        list.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix("[") else { return line }
            if let (_, end) = number(in: Array(line.utf8.prefix(12)) + [0], at: 0) {
                let rest = line.utf8.dropFirst(end)
                return Substring(rest.first == UInt8(ascii: " ") ? rest.dropFirst() : rest)
            }
            let isTorn =
                line.utf8.count < 10 && line.utf8.allSatisfy { "[]".utf8.contains($0) || Digit.value(of: $0) != nil }
            return isTorn ? "" : line
        }.joined(separator: "\n")
    }

    private static func number(in bytes: [UInt8], at start: Int) -> (Int, Int)? {
        guard start + 4 < bytes.count, bytes[start] == UInt8(ascii: "["), bytes[start + 1] == UInt8(ascii: "[") else {
            return nil
        }
        var index = start + 2
        var number = 0
        while index < bytes.count, index < start + 8, let digit = Digit.value(of: bytes[index]) {
            number = number * 10 + digit
            index += 1
        }
        guard index > start + 2, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "]"),
            bytes[index + 1] == UInt8(ascii: "]")
        else { return nil }
        return (number, index + 2)
    }
}
