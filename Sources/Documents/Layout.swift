/// How the text that a model sees and writes lies in a segment's text.
///
/// It is kept with the segment, so that a later version of the program puts together what an earlier one took apart.
public struct Layout: Sendable, Hashable, Codable {
    /// A place that a translation goes to.
    public struct Place: Sendable, Hashable, Codable {
        /// The bytes of the segment's text, in UTF-8, that the translation replaces.
        public var range: Range<Int>
        /// How text is written there, in the words of the document's format.
        public var form: String
        /// The bytes with the text to translate, where it is not what is replaced.
        public var source: Range<Int>?

        /// Where the text to translate stands.
        var origin: Range<Int> { source ?? range }
    }

    /// The units of the segment, in order; none where the text as a whole is replaced.
    public var places: [Place]
    /// What stands in the prompt as `<x1/>`, `<x2/>`, …, in order.
    public var spans: [String]
    /// The letter of those marks.
    public var letter: String

    /// What stands between this segment's part of the prompt and the part before it, of the segment before this one,
    /// whose text holds the place for all parts together; nil where a segment is no such part.
    public var joint: String?
}

/// A block of running text.
struct PlacedBlock {
    /// The byte that it begins with.
    let start: Int
    /// Where its texts stand, in order.
    var places: [Layout.Place]
}
