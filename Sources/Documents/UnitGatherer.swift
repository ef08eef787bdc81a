/// Makes segments of a document's units: small neighbours go together, with what stands between them.
struct UnitGatherer {
    private let text: DocumentText
    private let reader: any DocumentFormatReader.Type
    private let limit: ReadingOptions.SegmentLimit
    private let sentences: SentenceBreaker
    private(set) var segments: [SourceSegment] = []
    private var group: [Member] = []
    private var groupSize = 0
    /// Whether the group takes no more but what cannot be parted from it.
    private var isClosed = false
    /// Where what was made into segments ends.
    private var end = 0

    /// So many units at most are sent together: a longer list is more than a small model keeps the numbers of.
    private static let largestGroup = 16

    private struct Member {
        let block: Block
        let unit: Block.Unit
        let text: String
        let spans: [Range<Int>]

        /// The bytes that must be in the unit's segment.
        var extent: Range<Int> {
            guard let source = unit.source else { return block.range }
            return min(source.lowerBound, block.range.lowerBound)..<max(source.upperBound, block.range.upperBound)
        }
    }

    /// The segments of a document that consists of these blocks, units and what is verbatim.
    ///
    /// - Parameter options: How much of texts is sent together.
    static func segments(
        of text: DocumentText, blocks: [Block], reader: any DocumentFormatReader.Type, options: ReadingOptions
    ) -> [SourceSegment] {
        var gatherer = UnitGatherer(text: text, reader: reader, options: options)
        for block in blocks {
            if case .unit(let unit) = block.kind { gatherer.add(block, unit) }
        }
        gatherer.close()
        gatherer.keep(to: text.bytes.count)
        return gatherer.segments
    }

    private init(text: DocumentText, reader: any DocumentFormatReader.Type, options: ReadingOptions) {
        self.text = text
        self.reader = reader
        limit = options.limit
        sentences = SentenceBreaker(language: options.source)
    }

    private mutating func add(_ block: Block, _ unit: Block.Unit) {
        let words = reader.decode(text[unit.source ?? block.range], form: unit.form)
        let spans = reader.protected.ranges(in: words)
        guard ProtectedSpans.hasLetter(words, outside: spans) else { return }
        let size = limit.size(of: words)
        let member = Member(block: block, unit: unit, text: words, spans: spans)
        // A text that looks like a list of several itself goes alone, where nothing is numbered.
        let isAlone = UnitList.hasMark(words)
        // The plural forms of one message share their source, and stay together.
        let belongs = group.last.map { member.extent.lowerBound < $0.extent.upperBound } ?? false
        let isFull = groupSize + size > limit.most || group.count >= Self.largestGroup
        if !belongs, isAlone || isClosed || isFull { close() }
        group.append(member)
        groupSize += size
        isClosed = isClosed || isAlone
    }

    /// Makes a segment of the group.
    private mutating func close() {
        // Sources need not come in the order of the places: the plural forms of a string catalogue do not.
        let extents = group.map(\.extent)
        guard let first = extents.map(\.lowerBound).min(), let last = extents.map(\.upperBound).max() else { return }
        keep(to: first)
        let mask = SpanMask(sparing: group.map(\.text).joined(separator: "\n"))
        var layout = Layout(places: [], spans: [], letter: mask?.mark ?? "")
        var texts: [String] = []
        for member in group {
            layout.places.append(
                Layout.Place(
                    range: member.block.range.moved(by: -first), form: member.unit.form,
                    source: member.unit.source?.moved(by: -first)))
            let words = mask?.masking(member.text, member.spans, into: &layout.spans) ?? member.text
            texts.append(String(SurroundingSpace(of: words).body))
        }
        let segment = SourceSegment(
            kind: .translatable, text: String(text[first..<last]), layout: layout, prompt: UnitList.joining(texts))
        segments += group.count == 1 && groupSize > limit.most ? inParts(segment, layout) : [segment]
        end = last
        group = []
        groupSize = 0
        isClosed = false
    }

    /// A segment with one text that is longer than the limit, in parts that are not, each with a letter for the model.
    private func inParts(_ segment: SourceSegment, _ layout: Layout) -> [SourceSegment] {
        let protected = SpanMask(letter: layout.letter).protected(in: layout.spans, and: reader.protected)
        let cutter = BlockCutter(
            segment.prompt, 0..<segment.prompt.utf8.count, limit: limit, keepsLines: false, protected: protected,
            sentences: sentences)
        let pieces = cutter.pieces().map { range in
            let words = String(segment.prompt[bytes: range])
            return (
                end: range.upperBound, isText: ProtectedSpans.hasLetter(words, outside: protected.ranges(in: words))
            )
        }
        guard let last = pieces.lastIndex(where: \.isText) else { return [segment] }
        var cuts: [Int] = []
        var hasText = false
        for piece in pieces[..<last] {
            hasText = hasText || piece.isText
            guard hasText else { continue }
            cuts.append(piece.end)
            hasText = false
        }
        return segment.divided(at: cuts)
    }

    /// Makes a verbatim segment of what stands before a place.
    private mutating func keep(to place: Int) {
        if end < place { segments.append(SourceSegment(kind: .verbatim, text: String(text[end..<place]))) }
        end = place
    }
}

extension Range<Int> {
    /// The range moved by a distance.
    func moved(by distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
}
