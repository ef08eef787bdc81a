/// Makes segments of blocks: gathers small ones up to the limit, and cuts large ones.
struct SegmentGatherer {
    private let text: DocumentText
    private let reader: any DocumentFormatReader.Type
    private let protected: ProtectedSpans
    private let limit: ReadingOptions.SegmentLimit
    private let sentences: SentenceBreaker
    private let recall: (@Sendable (_ text: String) -> Recollection?)?
    private var parts: [(kind: SourceSegment.Kind, range: Range<Int>)] = []
    /// The blocks gathered so far and not yet a part.
    private var open = 0..<0
    private var openSize = 0
    /// The headings at the end of ``open``, which would rather go with the next block.
    private var headings: Range<Int>?
    /// Where in ``open`` the last section begins, and the size of what stands before it.
    private var section: (start: Int, sizeBefore: Int)?

    /// The segments of a document that consists of these blocks.
    static func segments(
        of text: DocumentText, blocks: [Block], reader: any DocumentFormatReader.Type, options: ReadingOptions
    ) -> [SourceSegment] {
        var gatherer = SegmentGatherer(
            text: text, reader: reader, protected: reader.protected(in: text, blocks), options: options)
        gatherer.add(blocks, FormerSegments(options.former, in: text, blocks, limit: options.limit))
        gatherer.close(at: gatherer.open.upperBound)
        return gatherer.segments(below: blocks.filter { $0.kind == .heading })
    }

    private init(
        text: DocumentText, reader: any DocumentFormatReader.Type, protected: ProtectedSpans, options: ReadingOptions
    ) {
        self.text = text
        self.reader = reader
        self.protected = protected
        limit = options.limit
        sentences = SentenceBreaker(language: options.source)
        recall = options.recall
    }

    /// The parts as segments; those of which nothing is for the model are kept as they are, with their neighbours.
    ///
    /// - Parameter headings: In the order of the document.
    private func segments(below headings: [Block]) -> [SourceSegment] {
        var segments: [SourceSegment] = []
        var (next, last) = (0, String?.none)
        /// The heading above a place, unless one begins there.
        func heading(above place: Int) -> String? {
            let first = next
            while next < headings.count, headings[next].range.upperBound <= place { next += 1 }
            if next > first {
                last = (reader as? any HeadedFormat.Type)?.heading(headings[next - 1], in: text)?.text
            }
            return next < headings.count && headings[next].range.lowerBound <= place ? nil : last
        }
        var kept: Range<Int>?
        func keep() {
            if let range = kept { segments.append(SourceSegment(kind: .verbatim, text: String(text[range]))) }
            kept = nil
        }
        for part in parts {
            let segment =
                part.kind == .translatable
                ? SourceSegment(running: String(text[part.range]), protected, recall: recall) : nil
            if var segment, segment.kind == .translatable {
                keep()
                let space = SurroundingSpace(of: segment.text).leading.utf8.count
                segment.heading = heading(above: part.range.lowerBound + space)
                segments.append(segment)
            } else {
                kept = (kept?.lowerBound ?? part.range.lowerBound)..<part.range.upperBound
            }
        }
        keep()
        return segments
    }

    private mutating func add(_ blocks: [Block], _ former: FormerSegments?) {
        var former = former
        var number = 0
        while number < blocks.count {
            if let find = former?.find(at: number) {
                close(at: blocks[number].range.lowerBound)
                for range in find.segments {
                    open = range
                    close(at: range.upperBound)
                }
                number = find.nextBlock
            } else {
                add(blocks[number])
                number += 1
            }
        }
    }

    private mutating func add(_ block: Block) {
        if block.kind == .verbatim {
            close(at: block.range.lowerBound)
            parts.append((.verbatim, block.range))
            open = block.range.upperBound..<block.range.upperBound
            return
        }
        let size = limit.size(of: block.range, in: text)
        let (above, before) = (headings, openSize)
        if openSize + size > limit.most {
            makeRoom(for: block, size: size)
        } else {
            open = open.lowerBound..<block.range.upperBound
            openSize += size
            if block.kind == .heading, above == nil, before > 0 { section = (block.range.lowerBound, before) }
        }
        guard block.kind == .heading else { return headings = nil }
        headings = max(open.lowerBound, above?.lowerBound ?? block.range.lowerBound)..<block.range.upperBound
    }

    /// Begins a new segment with the block, and with the headings before it if they fit, or if it has to be cut anyway; or
    /// with the section that it stands in, if what is before that is half a segment at least.
    private mutating func makeRoom(for block: Block, size: Int) {
        var start = block.range.lowerBound
        var startSize = size
        if let headings {
            let both = limit.size(of: headings, in: text) + size
            if both <= limit.most || size > limit.most { (start, startSize) = (headings.lowerBound, both) }
        } else if let section, section.sizeBefore >= limit.most / 2 {
            let both = openSize - section.sizeBefore + size
            if both <= limit.most { (start, startSize) = (section.start, both) }
        }
        close(at: start)
        open = start..<block.range.upperBound
        openSize = startSize
        guard openSize > limit.most else { return }
        let cutter = BlockCutter(
            String(text[open]), limit: limit, keepsLines: block.kind == .lines, protected: protected,
            sentences: sentences)
        for piece in cutter.pieces().dropLast() { close(at: start + piece.upperBound) }
        openSize = limit.size(of: open, in: text)
    }

    /// Makes a part of what is gathered up to a place.
    private mutating func close(at end: Int) {
        let range = open.lowerBound..<end
        if !range.isEmpty { parts.append((text.hasLetter(in: range) ? .translatable : .verbatim, range)) }
        open = end..<max(end, open.upperBound)
        openSize = 0
        headings = nil
        section = nil
    }
}
