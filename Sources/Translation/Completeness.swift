/// What a text must be, beyond `finish_reason: "stop"`, to pass for a translation of its source.
///
/// The bounds are wide on purpose: they catch what is certainly wrong. Script and language are judged elsewhere.
public struct Completeness: Sendable, Equatable {
    /// What is wrong with a text.
    public enum Verdict: Sendable, Equatable {
        /// Nothing is.
        case plausible
        /// There is no text.
        case empty
        /// It is far too short to be the whole translation.
        case tooShort
        /// It is many times too long.
        case runaway
    }

    /// A text of more bytes than this many times its source's, plus ``slack``, is no translation.
    ///
    /// Default 6: English into Thai or Hindi, at three bytes a character, stays below 5.
    public var longest = 6
    /// Bytes that a text may be long whatever its source.
    ///
    /// Default 600.
    public var slack = 600
    /// A translation shorter than this share of a source of more than 200 characters is cut.
    ///
    /// Default 1/12: English into Chinese, the densest common pair, stays above 1/5.
    public var shortest = 1.0 / 12

    /// Creates the default bounds.
    public init() {}

    /// Whether a text, finished or growing, has outgrown what a translation can be.
    ///
    /// Takes constant time.
    public func hasRunAway(bytes: Int, sourceBytes: Int) -> Bool {
        bytes > longest * sourceBytes + slack
    }

    /// Judges a text that the endpoint calls finished.
    public func judge(_ text: String, of source: String) -> Verdict {
        if text.allSatisfy(\.isWhitespace) { return .empty }
        if hasRunAway(bytes: text.utf8.count, sourceBytes: source.utf8.count) { return .runaway }
        let (length, sourceLength) = (text.count, source.count)
        if sourceLength > 200, Double(length) < shortest * Double(sourceLength) { return .tooShort }
        return .plausible
    }
}
