/// What a character is for the question of where a text may be cut.
enum CharacterKind: Equatable {
    /// White space inside a line, and the zero-width space that divides words in Thai and Khmer.
    case space
    /// The end of a line.
    case newline
    /// Ends a sentence; a wide one does so without a space after it.
    case terminator(wide: Bool)
    /// Ends a clause; a wide one does so without a space after it.
    case clause(wide: Bool)
    /// Closes what was opened: quotation marks, brackets, Markdown's emphasis.
    case closer
    /// A lower-case letter, which begins no sentence.
    case lowercase
    /// Anything else.
    case other

    /// Whether it ends nothing: behind one like it there is no border before it.
    var isWithinWord: Bool { self == .lowercase || self == .other }

    /// Classifies a character by its first code point.
    init(_ scalar: Unicode.Scalar) {
        self = scalar.isASCII ? Self.ascii[Int(scalar.value)] : Self(classifying: scalar)
    }

    /// The kinds of ASCII's characters: most of a text, and a look takes less than the comparisons.
    static let ascii = (UInt8.min..<0x80).map { Self(classifying: Unicode.Scalar($0)) }

    /// Of each byte, whether it is a character of ASCII that ends nothing.
    static let isWithinWord = ascii.map(\.isWithinWord) + Array(repeating: false, count: 0x80)

    private init(classifying scalar: Unicode.Scalar) {
        switch scalar {
        case "\n", "\r", "\u{2028}", "\u{2029}", "\u{85}": self = .newline
        case " ", "\t", "\u{0B}", "\u{0C}", "\u{200B}", "\u{3000}": self = .space
        case ".", "!", "?", "…", "؟", "۔", "։", "।", "॥": self = .terminator(wide: false)
        case "。", "！", "？", "｡", "．", "።", "။", "។": self = .terminator(wide: true)
        case ",", ";", ":", "–", "،", "؛": self = .clause(wide: false)
        case "、", "，", "；", "：", "､", "—": self = .clause(wide: true)
        case "\"", "'", ")", "]", "}", "”", "’", "»", "›", "」", "』", "）", "】", "》", "〉", "*", "_": self = .closer
        case "a"..."z": self = .lowercase
        case "\u{00}"..."\u{7F}": self = .other
        default:
            let properties = scalar.properties
            self = properties.isLowercase ? .lowercase : properties.isWhitespace ? .space : .other
        }
    }
}
