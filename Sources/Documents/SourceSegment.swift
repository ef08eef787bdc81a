/// A stretch of a document that is translated as one, or kept as it is.
public struct SourceSegment: Sendable, Hashable {
    /// What is done with the segment.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Goes to the model. Holds at least one letter.
        case translatable
        /// Goes into the finished document untouched: code, comments, front matter, anything without a letter.
        case verbatim
    }

    /// What is done with the segment.
    public let kind: Kind
    /// The text, exactly as it stands in the document, with the white space and the blank lines around it.
    public let text: String
    /// Where in ``text`` translations go and what stands for what, where the model is shown something else than the text.
    public let layout: Layout?
    /// What the model is asked to translate.
    public let prompt: String
    /// The heading above the segment, without markup and of at most 200 characters; nil where there is none, or where the
    /// segment begins with one of its own.
    public var heading: String?
    /// What stands in the place of an answer to ``prompt`` where none need be asked for.
    public var recalled: Recollection?

    /// Makes a segment of a text.
    ///
    /// - Parameters:
    ///   - prompt: What the model is shown; the text without the white space around it where there is no layout.
    public init(kind: Kind, text: String, layout: Layout? = nil, prompt: String? = nil) {
        self.kind = kind
        self.text = text
        self.layout = layout
        self.prompt = prompt ?? String(SurroundingSpace(of: text).body)
    }

    /// The text without the white space around it.
    public var body: Substring {
        SurroundingSpace(of: text).body
    }
}
