/// How good a place is for cutting a text in two; the greater, the better.
enum BorderRank: Int, CaseIterable {
    /// Between words.
    case word
    /// After a comma, a semicolon, a colon, a dash.
    case clause
    /// After a sentence.
    case sentence
    /// Between lines.
    case line
    /// Between lines, the second of which is not indented: a new row, a new item of a list.
    case item
}
