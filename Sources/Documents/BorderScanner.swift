/// Finds the borders of a text that comes character by character, by its marks alone.
///
/// What a full stop means depends on the language, of which this knows nothing; see ``SentenceBreaker``. That one knows
/// nothing of clauses and of lines.
///
/// White space belongs to what stands before it.
struct BorderScanner {
    private enum Gap { case none, space, line, lineAndIndentation }

    /// Whether a line's end is always a border between lines.
    ///
    /// If not, a line that goes on in lower case is taken for running text that was wrapped in the middle of a sentence,
    /// where the border is no better than one between words.
    let keepsLines: Bool
    /// The rank of the punctuation just seen, with nothing but closing marks and white space since.
    private var mark: BorderRank?
    /// Whether that punctuation divides without a space after it, as in Chinese and Japanese.
    private var isWide = false
    private var gap = Gap.none

    init(keepsLines: Bool) {
        self.keepsLines = keepsLines
    }

    /// The rank of the border before the next character; nil if there is none.
    mutating func border(before next: CharacterKind) -> BorderRank? {
        switch next {
        case .newline:
            gap = .line
            return nil
        case .space:
            gap =
                switch gap {
                case .none, .space: .space
                case .line, .lineAndIndentation: .lineAndIndentation
                }
            return nil
        case .terminator(let wide), .clause(let wide):
            let rank = rank(before: next)
            let new: BorderRank = if case .terminator = next { .sentence } else { .clause }
            isWide = wide || (isWide && mark != nil && gap == .none)
            mark = gap == .none ? max(mark, new) : new
            gap = .none
            return rank
        case .closer, .lowercase, .other:
            let rank = rank(before: next)
            if next != .closer || gap != .none { mark = nil }
            gap = .none
            return rank
        }
    }

    private func max(_ one: BorderRank?, _ other: BorderRank) -> BorderRank {
        one.map { Swift.max($0, other) } ?? other
    }

    private func rank(before next: CharacterKind) -> BorderRank? {
        switch gap {
        case .line where keepsLines: return .item
        case .lineAndIndentation where keepsLines: return .line
        case .line, .lineAndIndentation: return next == .lowercase && mark != .sentence ? .word : .line
        case .space:
            guard let mark else { return .word }
            return next == .lowercase ? .clause : mark
        case .none:
            guard isWide, next == .other || next == .lowercase else { return nil }
            return mark
        }
    }
}
