/// How good a place is for cutting a text in two; the greater, the better.
enum BorderRank: Int, CaseIterable, Comparable {
    /// Within what begins and ends in a line (``InlinePairs``), between words.
    case innerWord
    /// The same, after a sentence.
    case innerSentence
    /// Between words.
    case word
    /// After a comma, a semicolon, a colon, a dash.
    case clause
    /// Between lines, within a sentence or where there is no telling.
    case wrap
    /// After a sentence.
    case sentence
    /// Between lines, after a sentence, or where lines have a meaning of their own.
    case line
    /// Between lines, the second of which is not indented: a new row, a new item of a list.
    case item
    /// Between blocks of text.
    case paragraph
    /// Before a heading.
    case section

    static func < (one: BorderRank, other: BorderRank) -> Bool { one.rawValue < other.rawValue }
}
