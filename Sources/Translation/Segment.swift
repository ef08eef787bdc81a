/// A stretch of a document that is translated in one conversation.
public struct Segment: Sendable, Equatable, Identifiable {
    /// Identifies a segment for as long as its database lives.
    public typealias ID = Int64

    /// The number in the database.
    public let id: ID
    /// The place in the document, from 0.
    public let position: Int
    /// Whether it is translated at all.
    public let kind: SegmentKind
    /// The text of the document.
    public let source: String
    /// What the model is asked to translate, where that is not ``source``.
    public var prompt: String?
    /// How translations go into ``source``, as the document's format has written it down; nil where they replace all.
    public var layout: String?
    /// What the finished translation has lost of its source all the same, or invented.
    public var warnings: [String] = []
    /// Where its translation comes from, where no model was asked for it.
    public var origin: SegmentOrigin?
    /// How it stands.
    public var state: SegmentState
    /// The translation so far; for verbatim segments the source.
    public var text: String

    /// Creates a segment as a value.
    public init(id: ID, position: Int, kind: SegmentKind, source: String, state: SegmentState, text: String) {
        self.id = id
        self.position = position
        self.kind = kind
        self.source = source
        self.state = state
        self.text = text
    }
}

/// Whether a segment is translated or passes as it is.
public enum SegmentKind: String, Sendable, Codable {
    case translatable, verbatim
}

/// Where a translation comes from that no model was asked for.
public enum SegmentOrigin: String, Sendable, Codable {
    /// The translation memory.
    case memory
    /// The last translation of the same document.
    case former
}

/// How a segment stands, as the database writes it.
public enum SegmentState: String, Sendable, CaseIterable, Codable {
    /// May be claimed now.
    case pending
    /// May be claimed at a later time.
    case waiting
    /// A daemon holds a lease on it.
    case running
    /// Its translation is proven complete.
    case done
    /// It cannot go on by itself; its job is failed.
    case failed
    /// Its job is paused, cancelled or failed.
    case held
}
