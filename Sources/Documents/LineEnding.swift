/// How a line ends (CommonMark 0.31, section 2.1: all three are line endings).
public enum LineEnding: String, Sendable, Hashable, CaseIterable {
    /// Unix.
    case lf = "\n"
    /// Windows, and every Internet protocol.
    case crlf = "\r\n"
    /// The Macintosh before 2001.
    case cr = "\r"

    /// The place in ``allCases``.
    private var place: Int {
        switch self {
        case .lf: 0
        case .crlf: 1
        case .cr: 2
        }
    }

    /// The line endings of a text, in order, each with the place of its bytes.
    static func all(in text: String) -> [(ending: LineEnding, range: Range<String.Index>)] {
        var found: [(LineEnding, Range<String.Index>)] = []
        let bytes = text.utf8
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            var next = bytes.index(after: index)
            if byte == UInt8(ascii: "\n") {
                found.append((.lf, index..<next))
            } else if byte == UInt8(ascii: "\r") {
                let isPair = next < bytes.endIndex && bytes[next] == UInt8(ascii: "\n")
                if isPair { next = bytes.index(after: next) }
                found.append((isPair ? .crlf : .cr, index..<next))
            }
            index = next
        }
        return found
    }

    /// The text with the line endings of another: one by one where both have as many, else all the prevailing one.
    ///
    /// Only the body of the source counts towards “as many”, since the white space around it is kept anyway.
    static func carry(from source: String, into text: Substring, otherwise: LineEnding?) -> String {
        let text = String(text)
        let found = all(in: text)
        guard !found.isEmpty else { return text }
        let own = all(in: String(SurroundingSpace(of: source).body)).map(\.ending)
        var census = Census()
        census.count(in: source)
        let prevailing = census.prevailing ?? otherwise
        var result = ""
        result.reserveCapacity(text.utf8.count + found.count)
        var rest = text.startIndex
        for (number, (ending, range)) in found.enumerated() {
            result += text[rest..<range.lowerBound]
            let wanted = own.count == found.count ? own[number] : prevailing ?? ending
            // After a CR and nothing else, an LF would not end a line of its own.
            result += (wanted == .lf && result.utf8.last == UInt8(ascii: "\r") ? .cr : wanted).rawValue
            rest = range.upperBound
        }
        return result + text[rest...]
    }

    /// How often each line ending occurs.
    struct Census {
        private var counts = [Int](repeating: 0, count: LineEnding.allCases.count)

        mutating func count(in text: String) {
            var wasReturn = false
            for byte in text.utf8 {
                if byte == UInt8(ascii: "\n") {
                    counts[(wasReturn ? LineEnding.crlf : .lf).place] += 1
                } else if wasReturn {
                    counts[LineEnding.cr.place] += 1
                }
                wasReturn = byte == UInt8(ascii: "\r")
            }
            if wasReturn { counts[LineEnding.cr.place] += 1 }
        }

        /// The most frequent one; nil if there is none.
        ///
        /// Of equally frequent ones, the first of ``LineEnding/allCases``.
        var prevailing: LineEnding? {
            let most = zip(LineEnding.allCases, counts).max { $0.1 < $1.1 }
            return most.flatMap { $0.1 > 0 ? $0.0 : nil }
        }
    }
}
