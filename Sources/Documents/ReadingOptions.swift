public import Translation

/// How a document is taken apart.
public struct ReadingOptions: Sendable {
    /// How large a segment may be.
    public enum SegmentLimit: Sendable, Hashable {
        /// So many characters (extended grapheme clusters), at least 1.
        case characters(Int)
        /// So many tokens, as they are estimated for models in general; at least 1.
        case tokens(Int)
    }

    /// The most of a translatable segment; what is verbatim may be of any length.
    public var limit = SegmentLimit.tokens(SourceDocument.defaultMaximumTokens)
    /// The most bytes of a document.
    public var maximumSize = SourceDocument.defaultMaximumSize
    /// The language of the document, where it was told: for the rules of where its sentences end.
    public var source: LanguageTag?
    /// The language that it is translated into, for files that hold several.
    public var target: LanguageTag?
    /// The translation of a text that is there already; nil where there is none.
    ///
    /// It is asked with the text of a unit, or with the body of a segment of running text, just as they stand in the
    /// document, and must answer in the same manner.
    public var recall: (@Sendable (_ text: String) -> Recollection?)?
    /// The segments of the document as it was, in its order: what is the same now is to be the same segment again.
    public var former: [String] = []

    /// The usual.
    public init() {}
}

/// A translation that need not be asked for.
public struct Recollection: Sendable, Hashable {
    /// The translation.
    public var text: String
    /// Where it comes from.
    public var origin: SegmentOrigin

    /// Creates a translation that is there already.
    public init(text: String, origin: SegmentOrigin) {
        self.text = text
        self.origin = origin
    }
}
