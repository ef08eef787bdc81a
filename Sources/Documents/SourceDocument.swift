/// A document taken apart into segments, whose texts, one after the other, are the document byte for byte.
public struct SourceDocument: Sendable, Hashable {
    /// The characters that a segment has at most unless told otherwise: about 500 tokens of English, so that the
    /// translation of one fits well into an answer of any model.
    public static let defaultMaximumSegment = 2000
    /// The bytes that a document has at most unless told otherwise: 32 MiB, twenty long novels.
    public static let defaultMaximumSize = 32 << 20

    /// What the document was read as.
    public let format: DocumentFormat
    /// The parts, in order.
    ///
    /// There may be no translatable one among them, as in a file of numbers.
    public let segments: [SourceSegment]

    /// Takes a document apart.
    ///
    /// Takes time in proportion to the size of the document, whatever is in it.
    ///
    /// - Parameters:
    ///   - bytes: the file, in UTF-8, with or without a byte order mark.
    ///   - format: how to read it; see ``DocumentFormat/detect(name:bytes:)``.
    ///   - maximumSegment: the most characters (extended grapheme clusters) of a translatable segment, at least 1.
    ///     Verbatim segments may be of any length.
    ///   - maximumSize: the most bytes of a document.
    /// - Throws: ``DocumentError``.
    public init(
        bytes: some Collection<UInt8>,
        format: DocumentFormat,
        maximumSegment: Int = defaultMaximumSegment,
        maximumSize: Int = defaultMaximumSize
    ) throws(DocumentError) {
        let text = try DocumentText(bytes: bytes, maximumSize: maximumSize)
        let blocks = try format.reader.blocks(of: text)
        let limit = max(1, maximumSegment)
        let hasUnits = blocks.contains { if case .unit = $0.kind { true } else { false } }
        let mark = text.hasByteOrderMark ? [SourceSegment(kind: .verbatim, text: "\u{FEFF}")] : []
        self.format = format
        segments =
            mark
            + (hasUnits
                ? UnitGatherer.segments(of: text, blocks: blocks, reader: format.reader, limit: limit)
                : SegmentGatherer.segments(of: text, blocks: blocks, reader: format.reader, limit: limit))
    }
}
