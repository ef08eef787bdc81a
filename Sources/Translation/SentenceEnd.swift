/// How a text ends: with a finished sentence, or in the middle of one.
enum SentenceEnd: Sendable, Equatable {
    /// With a full stop or its like, whatever closes after it.
    case finished
    /// With a comma, or a hyphen.
    case open
    /// With a letter.
    case letter
    /// With something else: a number, an address, what stands in brackets, the border of a table.
    case other

    /// Reads the end of a text.
    init(of text: some StringProtocol) {
        var rest = text.unicodeScalars[...]
        var closesBracket = false
        while let last = rest.last {
            if last.properties.isWhitespace || Self.isCloser(last) {
                closesBracket = closesBracket || last.properties.generalCategory == .closePunctuation
                rest.removeLast()
                continue
            }
            if Self.isMark(last) {
                self = .finished
            } else if Self.isOpen(last) {
                self = .open
            } else if last.properties.isAlphabetic, !closesBracket, !Self.endsWithAddress(rest) {
                self = .letter
            } else {
                self = .other
            }
            return
        }
        self = .other
    }

    /// Whether the last word is an address, a path or the name of a file.
    private static func endsWithAddress(_ text: some BidirectionalCollection<Unicode.Scalar>) -> Bool {
        for scalar in text.reversed().prefix(300) {
            if scalar.properties.isWhitespace { return false }
            if scalar == "/" || scalar == "@" || scalar == "." || scalar == "_" { return true }
        }
        return false
    }

    /// Whether a sentence ends with this scalar (Unicode Standard Annex 29, Sentence_Break STerm and ATerm, in the main).
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "!", "?", "…", "。", "！", "？", "．", "｡", "؟", "۔", "।", "॥", "։", "՞", "՜", "።", "፧", "‼", "⁇", "⁈",
            "⁉", "᙮", "᠃", "܀", "܁", "܂", "\u{37E}":
            true
        default: false
        }
    }

    private static func isOpen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ",", "，", "、", "،", "՝", "-", "‐", "–", "—": true
        default: false
        }
    }

    private static func isCloser(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "*" || scalar == "_" || scalar == "~" || scalar == "\"" || scalar == "'" { return true }
        switch scalar.properties.generalCategory {
        case .closePunctuation, .finalPunctuation, .initialPunctuation: return true
        case .format, .nonspacingMark: return true
        default: return scalar == "“" || scalar == "„"
        }
    }
}
