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

    /// A text longer than this many times its source, plus ``slack``, is no translation. Default 8.
    public var longest = 8
    /// Characters that a text may be long whatever its source. Default 2,000.
    public var slack = 2000
    /// A translation shorter than this share of a source of more than 200 characters is cut. Default 1/12: English
    /// into Chinese, the densest common pair, stays above 1/5.
    public var shortest = 1.0 / 12

    /// Creates the default bounds.
    public init() {}

    /// Whether a text that is still growing has outgrown what a translation can be. Takes constant time.
    public func hasRunAway(bytes: Int, sourceBytes: Int) -> Bool {
        // Bytes, because counting graphemes of a growing text for every chunk would be quadratic; a source of ASCII
        // may become three bytes a character.
        bytes > (longest * sourceBytes + slack) * 3
    }

    /// Judges a text that the endpoint calls finished.
    public func judge(_ text: String, of source: String) -> Verdict {
        if text.allSatisfy(\.isWhitespace) { return .empty }
        let (length, sourceLength) = (text.count, source.count)
        if length > longest * sourceLength + slack { return .runaway }
        if sourceLength > 200, Double(length) < shortest * Double(sourceLength) { return .tooShort }
        return .plausible
    }
}
