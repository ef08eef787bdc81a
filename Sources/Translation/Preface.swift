/// What a model may write before a translation, though it was asked for nothing but that.
public enum Preface {
    /// The first line of an answer, where it announces a translation (“Sure! Here is the translation:”) and the source speaks
    /// of none, or opens a fence of code that the source has not; nil elsewhere.
    ///
    /// Told by set phrases only (``RemarkPhrases``), so that no text is taken for one lightly.
    public static func line(of answer: String, source: String) -> String? {
        if answer.utf8.starts(with: fence.utf8), !source.utf8.starts(with: fence.utf8) {
            let first = firstLine(of: answer)
            if !first.drop(while: { $0 == "`" }).contains("`") { return String(first) }
        }
        var (remark, end) = (Remark(), 0)
        for scalar in answer.unicodeScalars {
            end += UTF8.width(scalar)
            remark.take(scalar, end: end)
            guard remark.state == .possible else { break }
        }
        guard case .preface = remark.state, remark.announcesTranslation(unlike: source) else { return nil }
        // What a text itself announces, its source announces too: a preface is a line more.
        guard let end = firstLine(of: source).last(where: { !$0.isWhitespace }), ":：".contains(end) else {
            return String(firstLine(of: answer))
        }
        return nil
    }

    /// Only looked for where it tells something: one line may be all of a long text.
    private static func firstLine(of text: String) -> Substring { text.prefix { !$0.isNewline } }

    private static let fence = "```"
}
