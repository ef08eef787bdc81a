/// A stretch of a document that is translated as one, or kept as it is.
public struct SourceSegment: Sendable, Hashable, Codable {
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

    /// Makes a segment of a text.
    public init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }

    /// The text without the white space around it: what a model has to see.
    public var body: Substring {
        SurroundingSpace(of: text).body
    }
}
