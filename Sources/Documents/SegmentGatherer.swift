/// Makes segments of blocks: gathers small ones up to the limit, and cuts large ones.
struct SegmentGatherer {
    private let text: DocumentText
    private let limit: ReadingOptions.SegmentLimit
    private var parts: [(kind: SourceSegment.Kind, range: Range<Int>)] = []
    /// The blocks gathered so far and not yet a part.
    private var open: Range<Int>
    private var openSize = 0
    /// The headings at the end of ``open``, which would rather go with the next block.
    private var headings: Range<Int>?

    /// - Parameter limit: The most of a translatable segment.
    init(text: DocumentText, limit: ReadingOptions.SegmentLimit) {
        self.text = text
        self.limit = limit
        open = 0..<0
    }

    /// The segments of a document that consists of these blocks.
    static func segments(
        of text: DocumentText, blocks: [Block], reader: any DocumentFormatReader.Type,
        limit: ReadingOptions.SegmentLimit
    ) -> [SourceSegment] {
        var gatherer = SegmentGatherer(text: text, limit: limit)
        for block in blocks { gatherer.add(block) }
        gatherer.close(at: gatherer.open.upperBound)
        return gatherer.parts.map { part in
            let words = String(text[part.range])
            return part.kind == .verbatim
                ? SourceSegment(kind: .verbatim, text: words) : masked(words, reader.protected)
        }
    }

    /// A segment whose long protected stretches are hidden from the model.
    private static func masked(_ text: String, _ protected: ProtectedSpans) -> SourceSegment {
        let body = String(SurroundingSpace(of: text).body)
        let spans = protected.ranges(in: body)
        guard spans.contains(where: { $0.count >= SpanMask.shortest }), let mask = SpanMask(sparing: body) else {
            return SourceSegment(kind: .translatable, text: text)
        }
        var layout = Layout(places: [], spans: [], letter: mask.mark)
        let prompt = mask.masking(body, spans, into: &layout.spans)
        return SourceSegment(kind: .translatable, text: text, layout: layout, prompt: prompt)
    }

    private mutating func add(_ block: Block) {
        if block.kind == .verbatim {
            close(at: block.range.lowerBound)
            append(.verbatim, block.range)
            open = block.range.upperBound..<block.range.upperBound
            return
        }
        let size = limit.size(of: block.range, in: text)
        let above = headings
        if openSize + size > limit.most {
            makeRoom(for: block, size: size)
        } else {
            open = open.lowerBound..<block.range.upperBound
            openSize += size
        }
        guard block.kind == .heading else { return headings = nil }
        headings = max(open.lowerBound, above?.lowerBound ?? block.range.lowerBound)..<block.range.upperBound
    }

    /// Begins a new segment with the block, and with the headings before it if they fit, or if it has to be cut anyway.
    private mutating func makeRoom(for block: Block, size: Int) {
        var start = block.range.lowerBound
        var startSize = size
        if let headings {
            let both = limit.size(of: headings, in: text) + size
            if both <= limit.most || size > limit.most { (start, startSize) = (headings.lowerBound, both) }
        }
        close(at: start)
        open = start..<block.range.upperBound
        openSize = startSize
        guard openSize > limit.most else { return }
        let cutter = BlockCutter(text: text, limit: limit, keepsLines: block.kind == .lines)
        for piece in cutter.pieces(of: open).dropLast() { close(at: piece.upperBound) }
        openSize = limit.size(of: open, in: text)
    }

    /// Makes a part of what is gathered up to a place.
    private mutating func close(at end: Int) {
        let range = open.lowerBound..<end
        if !range.isEmpty { append(text.hasLetter(in: range) ? .translatable : .verbatim, range) }
        open = end..<max(end, open.upperBound)
        openSize = 0
        headings = nil
    }

    private mutating func append(_ kind: SourceSegment.Kind, _ range: Range<Int>) {
        if kind == .verbatim, let last = parts.last, last.kind == .verbatim {
            parts[parts.count - 1].range = last.range.lowerBound..<range.upperBound
        } else {
            parts.append((kind, range))
        }
    }
}
