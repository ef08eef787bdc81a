/// What a model may write before a translation, though it was asked for nothing but that.
public enum Preface {
    /// The first line of an answer, where it announces a translation (“Sure! Here is the translation:”) and the source speaks
    /// of none, or opens a fence of code that the source has not; nil elsewhere.
    ///
    /// Told by set phrases only (``RemarkPhrases``), so that no text is taken for one lightly.
    public static func line(of answer: String, source: String) -> String? {
        let first = answer.prefix { !$0.isNewline }
        if first.hasPrefix(fence), !source.hasPrefix(fence) { return String(first) }
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
