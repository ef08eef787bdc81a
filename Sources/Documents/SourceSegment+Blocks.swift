extension SourceSegment {
    /// Running text with each of its blocks in a segment of its own, whose texts have places; nil where its format knows no
    /// such places.
    ///
    /// What has no letters to translate stays with the block before it.
    func blockwise(_ reader: any DocumentFormatReader.Type) -> [SourceSegment]? {
        guard let blocks = reader.placedBlocks(of: text) else { return nil }
        let protected = reader.protected.declaring(declared(for: reader))
        let groups = blocks.map { block in
            PlacedBlock(
                start: block.start,
                places: block.places.filter { place in
                    let words = reader.decode(text[bytes: place.range], form: place.form)
                    return ProtectedSpans.hasLetter(words, outside: protected.ranges(in: words))
                })
        }.filter { !$0.places.isEmpty }
        let ends = groups.dropFirst().map(\.start) + [text.utf8.count]
        var segments: [SourceSegment] = []
        for (group, end) in zip(groups, ends) {
            let start = segments.isEmpty ? 0 : group.start
            let texts = group.places.map { reader.decode(text[bytes: $0.range], form: $0.form) }
            if texts.count == 1 || !texts.contains(where: UnitList.hasMark) {
                segments.append(placed(group.places, in: start..<end, reader, protected))
            } else {
                // What looks like several texts itself is sent alone.
                let starts = [start] + group.places.dropFirst().map(\.range.lowerBound)
                for (place, range) in zip(group.places, zip(starts, starts.dropFirst() + [end])) {
                    segments.append(placed([place], in: range.0..<range.1, reader, protected))
                }
            }
        }
        return segments.isEmpty ? nil : segments
    }

    /// A part of the segment with texts in places.
    private func placed(
        _ places: [Layout.Place], in range: Range<Int>, _ reader: any DocumentFormatReader.Type,
        _ protected: ProtectedSpans
    ) -> SourceSegment {
        let texts = places.map { reader.decode(text[bytes: $0.range], form: $0.form) }
        let mask = SpanMask(sparing: texts.joined(separator: "\n"))
        var layout = Layout(places: [], spans: [], letter: mask?.mark ?? "")
        layout.places = places.map { Layout.Place(range: $0.range.moved(by: -range.lowerBound), form: $0.form) }
        let prompts = texts.map { words in
            let masked = mask?.masking(words, protected.ranges(in: words), of: protected, into: &layout.spans) ?? words
            return String(SurroundingSpace(of: masked).body)
        }
        var segment = SourceSegment(
            kind: .translatable, text: String(text[bytes: range]), layout: layout, prompt: UnitList.joining(prompts))
        segment.heading = heading
        return segment
    }
}
