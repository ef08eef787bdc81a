/// What a model may write before a translation, though it was asked for nothing but that.
public enum Preface {
    /// The first line of an answer, where it announces a translation (“Sure! Here is the translation:”) and the source speaks
    /// of none, or opens a fence of code that the source has not; nil elsewhere.
    ///
    /// Told by set phrases only (``RemarkPhrases``), so that no text is taken for one lightly.
    public static func line(of answer: String, source: String) -> String? {
        let first = answer.prefix { !$0.isNewline }
        if first.hasPrefix(fence), !first.drop(while: { $0 == "`" }).contains("`"), !source.hasPrefix(fence) {
            return String(first)
        }
        // What a text itself announces, its source announces too: a preface is a line more.
        let announcesItself = source.prefix { !$0.isNewline }.last { !$0.isWhitespace }.map { ":：".contains($0) }
        guard announcesItself != true else { return nil }
        var (remark, end) = (Remark(), 0)
        for scalar in answer.unicodeScalars {
            end += UTF8.width(scalar)
            remark.take(scalar, end: end)
            guard remark.state == .possible else { break }
        }
        guard case .preface = remark.state, remark.announcesTranslation(unlike: source) else { return nil }
        return String(first)
    }

    private static let fence = "```"
}
