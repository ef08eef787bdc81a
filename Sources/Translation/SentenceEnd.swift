/// How a text ends: with a finished sentence, or in the middle of one.
enum SentenceEnd: Sendable, Equatable {
    /// With a full stop or its like, whatever closes after it.
    case finished
    /// With a comma, or a hyphen.
    case open
    /// With a letter.
    case letter
    /// With something else: a number, a bracket alone, the border of a table.
    case other

    /// Reads the end of a text.
    init(of text: some StringProtocol) {
        var rest = text.unicodeScalars[...]
        while let last = rest.last {
            rest.removeLast()
            if last.properties.isWhitespace || Self.isCloser(last) { continue }
            self =
                Self.isMark(last)
                ? .finished
                : Self.isOpen(last) ? .open : last.properties.isAlphabetic ? .letter : .other
            return
        }
        self = .other
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
