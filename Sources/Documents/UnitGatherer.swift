/// Makes segments of a document's units: small neighbours go together, with what stands between them.
struct UnitGatherer {
    private let text: DocumentText
    private let reader: any DocumentFormatReader.Type
    private let limit: ReadingOptions.SegmentLimit
    private let sentences: SentenceBreaker
    private let recall: (@Sendable (_ text: String) -> Recollection?)?
    private(set) var segments: [SourceSegment] = []
    /// Units that share what they are translated from, as the forms of a message in the plural do, and stay together.
    private var family: [Member] = []
    private var familyEnd = 0
    private var group: [Member] = []
    /// The last heading so far.
    private var heading: String?
    private var groupSize = 0
    /// Whether the group takes no more.
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
        /// The heading above it; nil where it is one itself.
        let heading: String?
        var recalled: Recollection?

        /// The bytes that must be in the unit's segment.
        var extent: Range<Int> {
            guard let source = unit.source else { return block.range }
            return min(source.lowerBound, block.range.lowerBound)..<max(source.upperBound, block.range.upperBound)
        }

        /// Whether it looks like a list of several itself, and so goes alone, where nothing is numbered.
        var isList: Bool { UnitList.hasMark(text) || recalled.map { UnitList.hasMark($0.text) } ?? false }
    }

    /// The segments of a document that consists of these blocks, units and what is verbatim.
    ///
    /// - Parameter options: How much of texts is sent together, and what need not be sent.
    static func segments(
        of text: DocumentText, blocks: [Block], reader: any DocumentFormatReader.Type, options: ReadingOptions
    ) -> [SourceSegment] {
        var gatherer = UnitGatherer(text: text, reader: reader, options: options)
        for block in blocks {
            if case .unit(let unit) = block.kind { gatherer.add(block, unit) }
        }
        gatherer.closeFamily()
        gatherer.close()
        gatherer.keep(to: text.bytes.count)
        return gatherer.segments
    }

    private init(text: DocumentText, reader: any DocumentFormatReader.Type, options: ReadingOptions) {
        self.text = text
        self.reader = reader
        limit = options.limit
        sentences = SentenceBreaker(language: options.source)
        recall = options.recall
    }

    private mutating func add(_ block: Block, _ unit: Block.Unit) {
        let words = reader.decode(text[unit.source ?? block.range], form: unit.form)
        // Where an escape stands for NUL, texts of many programs end: such a one stays as it is.
        guard !words.utf8.contains(0) else { return }
        let spans = reader.protected.ranges(in: words)
        guard ProtectedSpans.hasLetter(words, outside: spans) else { return }
        let own = (reader as? any HeadedFormat.Type)?.heading(block, in: text)?.text
        let member = Member(block: block, unit: unit, text: words, spans: spans, heading: own == nil ? heading : nil)
        heading = own ?? heading
        if !family.isEmpty, member.extent.lowerBound >= familyEnd { closeFamily() }
        family.append(member)
        familyEnd = max(familyEnd, member.extent.upperBound)
    }

    /// Adds the family to the group, or begins a group with it where it does not fit: what is known and what is not do not
    /// go together.
    private mutating func closeFamily() {
        defer {
            family = []
            familyEnd = 0
        }
        guard !family.isEmpty else { return }
        recallFamily()
        let size = family.reduce(0) { $0 + limit.size(of: $1.text) }
        let isAlone = family.contains(where: \.isList)
        let isFull = groupSize + size > limit.most || group.count + family.count > Self.largestGroup
        let isOther = group.first.map { $0.recalled?.origin != family[0].recalled?.origin } ?? false
        if isAlone || isClosed || isFull || isOther { close() }
        group += family
        groupSize += size
        isClosed = isAlone
    }

    /// Asks what is known of the family: all of it from one origin, or none.
    ///
    /// Forms with one source have different translations, of which there is no telling which is meant.
    private mutating func recallFamily() {
        let sources = family.map { String(SurroundingSpace(of: $0.text).body) }
        guard Set(sources).count == sources.count else { return }
        let known = sources.map { Recollection(of: $0, recall) }
        guard let origin = known[0]?.origin, known.allSatisfy({ $0?.origin == origin }) else { return }
        guard family.count == 1 || !known.contains(where: { $0.map { UnitList.hasMark($0.text) } ?? false }) else {
            return
        }
        for place in family.indices { family[place].recalled = known[place] }
    }

    /// Makes a segment of the group.
    private mutating func close() {
        // Sources need not come in the order of the places: the plural forms of a string catalogue do not.
        let extents = group.map(\.extent)
        guard let first = extents.map(\.lowerBound).min(), let last = extents.map(\.upperBound).max() else { return }
        keep(to: first)
        let known = group.compactMap(\.recalled)
        // What is recalled has no marks, and nothing in it may be taken for one.
        let mask = SpanMask(sparing: (group.map(\.text) + known.map(\.text)).joined(separator: "\n"))
        var layout = Layout(places: [], spans: [], letter: mask?.mark ?? "")
        var texts: [String] = []
        for member in group {
            layout.places.append(
                Layout.Place(
                    range: member.block.range.moved(by: -first), form: member.unit.form,
                    source: member.unit.source?.moved(by: -first)))
            let words =
                mask?.masking(member.text, member.spans, of: reader.protected, into: &layout.spans) ?? member.text
            texts.append(String(SurroundingSpace(of: words).body))
        }
        var segment = SourceSegment(
            kind: .translatable, text: String(text[first..<last]), layout: layout, prompt: UnitList.joining(texts))
        segment.heading = group.first?.heading
        if let origin = known.first?.origin {
            segment.recalled = Recollection(text: UnitList.joining(known.map(\.text)), origin: origin)
        }
        let isTooLong = known.isEmpty && group.count == 1 && groupSize > limit.most
        segments += isTooLong ? inParts(segment, layout) : [segment]
        end = last
        group = []
        groupSize = 0
        isClosed = false
    }

    /// A segment with one text that is longer than the limit, in parts that are not, each with a letter for the model.
    private func inParts(_ segment: SourceSegment, _ layout: Layout) -> [SourceSegment] {
        let protected = SpanMask(letter: layout.letter).protected(in: layout.spans, and: reader.protected)
        let cutter = BlockCutter(
            segment.prompt, limit: limit, keepsLines: false, protected: protected, sentences: sentences)
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
