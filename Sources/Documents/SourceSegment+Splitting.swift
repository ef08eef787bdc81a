public import Translation

extension SourceSegment {
    /// The segment in about two halves, for a model that could not do it as a whole; nil where it cannot be divided, as a
    /// single word cannot.
    ///
    /// Several texts are shared out. Running text is cut in two, whose texts joined are the segment's. Of one text among
    /// much else the first part keeps the text and its place, and the second has the rest of the prompt alone;
    /// ``Assembly`` puts the two together again. Parts can be divided further.
    ///
    /// - Parameter language: The language of the text, where it was told, for the rules of where its sentences end.
    public func parts(format: DocumentFormat, language: LanguageTag? = nil) -> [SourceSegment]? {
        guard kind == .translatable else { return nil }
        let (reader, sentences) = (format.reader, SentenceBreaker(language: language))
        guard let layout, layout.joint != nil || !layout.places.isEmpty else { return halves(reader, sentences) }
        if layout.places.count > 1 { return sharedOut(halved: true) }
        if reader.isRunningText { return halves(reader, sentences) }
        let protected = SpanMask(letter: layout.letter).protected(in: layout.spans, and: reader.protected)
        return Halving.place(in: prompt, keepsLines: false, protected: protected, sentences: sentences)
            .map { divided(at: [$0]) }
    }

    /// The segment in smaller ones, for a model in whose answers the parts of the text cannot be found again; nil where it
    /// has no such parts.
    ///
    /// Of running text that consists of blocks each goes into a segment of its own, in which the model is shown the texts
    /// without the marks around them. Of several texts each is in a segment of its own; but the forms of one message in the
    /// plural stay together, since they share their source.
    public func singles(format: DocumentFormat) -> [SourceSegment]? {
        guard kind == .translatable else { return nil }
        guard let layout, layout.joint != nil || !layout.places.isEmpty else { return blockwise(format.reader) }
        return sharedOut(halved: false)
    }

    /// The segment in parts with a share of the prompt each; the first holds the place for all.
    ///
    /// - Parameter cuts: Where the prompt is cut, in bytes, in order, with text between each two.
    func divided(at cuts: [Int]) -> [SourceSegment] {
        guard let layout else { return [self] }
        let mask = SpanMask(letter: layout.letter)
        var parts: [SourceSegment] = []
        var gap = ""
        for (start, end) in zip([0] + cuts, cuts + [prompt.utf8.count]) {
            let share = SurroundingSpace(of: prompt[bytes: start..<end])
            var part: SourceSegment
            if parts.isEmpty, layout.joint == nil {
                part = SourceSegment(kind: kind, text: text, layout: layout, prompt: String(share.body))
            } else {
                let (words, spans) = mask.narrowing(String(share.body), layout.spans)
                var own = Layout(places: [], spans: spans, letter: layout.letter)
                own.joint = parts.isEmpty ? layout.joint : gap + share.leading
                part = SourceSegment(kind: kind, text: "", layout: own, prompt: words)
            }
            part.heading = heading
            parts.append(part)
            gap = String(share.trailing)
        }
        return parts
    }

    /// Running text in two segments, cut between its blocks, or within the one that is most of it.
    private func halves(
        _ reader: any DocumentFormatReader.Type, _ sentences: SentenceBreaker
    ) -> [SourceSegment]? {
        let protected = reader.protected.declaring(declared(for: reader))
        var paragraphs: [(offset: Int, rank: BorderRank)] = []
        var keepsLines = false
        if let document = try? DocumentText(bytes: text.utf8, maximumSize: .max),
            let blocks = try? reader.blocks(of: document, into: nil)
        {
            let mark = document.hasByteOrderMark ? 3 : 0
            paragraphs = blocks.map { ($0.range.lowerBound + mark, $0.kind == .heading ? .section : .paragraph) }
            keepsLines = blocks.max { $0.range.count < $1.range.count }?.kind == .lines
        }
        let cut = Halving.place(
            in: text, paragraphs: paragraphs, keepsLines: keepsLines, protected: protected, sentences: sentences)
        guard let cut else { return nil }
        return [0..<cut, cut..<text.utf8.count].map { range in
            var half = SourceSegment(running: String(text[bytes: range]), protected)
            half.heading = heading
            return half
        }
    }

    /// The places shared out among segments: two of about the same size, or as many as there are.
    private func sharedOut(halved: Bool) -> [SourceSegment]? {
        guard let layout, let texts = UnitList.splitting(prompt, into: layout.places.count) else { return nil }
        let groups = layout.inseparable
        guard groups.count > 1 else { return nil }
        var starts = Array(groups.indices)
        if halved {
            var sizes = [0]
            for group in groups {
                sizes.append(sizes[sizes.count - 1] + TokenEstimate.weight(of: texts[group].joined()))
            }
            let whole = sizes[groups.count]
            let second = (1..<groups.count).min { abs(2 * sizes[$0] - whole) < abs(2 * sizes[$1] - whole) } ?? 1
            starts = [0, second]
        }
        let mask = SpanMask(letter: layout.letter)
        return zip(starts, starts.dropFirst() + [groups.count]).map { first, end in
            let members = groups[first].lowerBound..<groups[end - 1].upperBound
            let from = first == 0 ? 0 : layout.extent(of: groups[first]).lowerBound
            let to = end == groups.count ? text.utf8.count : layout.extent(of: groups[end]).lowerBound
            let (words, spans) = mask.narrowing(UnitList.joining(Array(texts[members])), layout.spans)
            let places = layout.places[members].map { place in
                Layout.Place(
                    range: place.range.moved(by: -from), form: place.form, source: place.source?.moved(by: -from))
            }
            var part = SourceSegment(
                kind: kind, text: String(text[bytes: from..<to]),
                layout: Layout(places: places, spans: spans, letter: layout.letter), prompt: words)
            part.heading = heading
            return part
        }
    }
}

extension Layout {
    /// The places in groups that share what they are translated from, as the forms of a message in the plural do.
    var inseparable: [Range<Int>] {
        var groups: [Range<Int>] = []
        var end = 0
        for (number, place) in places.enumerated() {
            let belongs = !groups.isEmpty && place.extent.lowerBound < end
            if belongs, let last = groups.popLast() {
                groups.append(last.lowerBound..<number + 1)
            } else {
                groups.append(number..<number + 1)
            }
            end = max(end, place.extent.upperBound)
        }
        return groups
    }

    /// The bytes that a group of places needs, of which there is at least one.
    func extent(of group: Range<Int>) -> Range<Int> {
        let extents = places[group].map(\.extent)
        let start = extents.map(\.lowerBound).min() ?? 0
        return start..<max(start, extents.map(\.upperBound).max() ?? start)
    }
}

extension Layout.Place {
    /// The bytes that the place needs, with its source.
    var extent: Range<Int> {
        min(origin.lowerBound, range.lowerBound)..<max(origin.upperBound, range.upperBound)
    }
}
