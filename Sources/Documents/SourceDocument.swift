/// A document taken apart into segments, whose texts, one after the other, are the document byte for byte.
public struct SourceDocument: Sendable, Hashable {
    /// The characters that a segment has at most where it is measured in them and nobody says how many: about 500 tokens
    /// of English.
    public static let defaultMaximumSegment = 2000
    /// The tokens that a segment has at most unless told otherwise, by estimate: of most languages a page, whose translation
    /// fits into an answer of any model.
    public static let defaultMaximumTokens = 700
    /// The bytes that a document has at most unless told otherwise: 32 MiB, twenty long novels.
    public static let defaultMaximumSize = 32 << 20

    /// What the document was read as.
    public let format: DocumentFormat
    /// The parts, in order.
    ///
    /// There may be no translatable one among them, as in a file of numbers.
    public let segments: [SourceSegment]
    /// What the document calls itself, in one line of at most 200 characters; nil where it has no title, or of a format
    /// that knows none.
    public let title: String?

    /// Takes a document apart.
    ///
    /// Takes time in proportion to the size of the document, whatever is in it.
    ///
    /// - Parameters:
    ///   - bytes: the file; text in UTF-8 with or without a byte order mark, or in UTF-16 or UTF-32 with one.
    ///   - format: how to read it; see ``DocumentFormat/detect(name:bytes:)``.
    ///   - options: how large the segments are, and what need not be asked for.
    /// - Throws: ``DocumentError``.
    public init(
        bytes: some Collection<UInt8>, format: DocumentFormat, options: ReadingOptions
    ) throws(DocumentError) {
        guard bytes.count <= options.maximumSize else {
            throw .tooLarge(bytes: bytes.count, limit: options.maximumSize)
        }
        var segments: [SourceSegment] = []
        var titles: [String?] = []
        for member in try format.reader.members(of: Array(bytes), maximumSize: options.maximumSize) {
            let (parts, title) = try Self.read(member, options)
            segments += parts
            titles.append(title)
        }
        self.format = format
        self.segments = segments
        title = titles.first ?? nil
    }

    private static func read(
        _ member: DocumentMember, _ options: ReadingOptions
    ) throws(DocumentError) -> (segments: [SourceSegment], title: String?) {
        let text = try DocumentText(bytes: member.bytes, maximumSize: options.maximumSize)
        let blocks = try member.reader.blocks(of: text, into: options.target)
        let hasUnits = blocks.contains { if case .unit = $0.kind { true } else { false } }
        let mark = text.hasByteOrderMark ? [SourceSegment(kind: .verbatim, text: "\u{FEFF}")] : []
        let segments =
            hasUnits
            ? UnitGatherer.segments(of: text, blocks: blocks, reader: member.reader, options: options)
            : SegmentGatherer.segments(of: text, blocks: blocks, reader: member.reader, options: options)
        return (mark + segments, (member.reader as? any HeadedFormat.Type)?.title(of: text, blocks))
    }
}

extension SourceDocument {
    /// Takes a document apart into segments of so many characters at most.
    ///
    /// - Throws: ``DocumentError``.
    public init(
        bytes: some Collection<UInt8>,
        format: DocumentFormat,
        maximumSegment: Int = defaultMaximumSegment,
        maximumSize: Int = defaultMaximumSize
    ) throws(DocumentError) {
        var options = ReadingOptions()
        options.limit = .characters(maximumSegment)
        options.maximumSize = maximumSize
        try self.init(bytes: bytes, format: format, options: options)
    }
}
