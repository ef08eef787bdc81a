extension Assembly {
    /// Segments with the parts of a text that was divided put together again.
    ///
    /// Of such parts only the first has a place in the document. Where one of them has no translation, or is kept as it is,
    /// the whole text stays in the language of the source: half a text would be none.
    ///
    /// - Parameter segments: In the order of the document; without a translation where there is none yet, which leaves
    ///   the segment as it is in the source.
    /// - Returns: What ``finished(_:translation:format:lineEnding:)`` takes.
    public static func joined(
        _ segments: some Collection<(source: SourceSegment, translated: String?)>
    ) -> [(source: SourceSegment, translated: String)] {
        var result: [(source: SourceSegment, translated: String)] = []
        var parts: [(source: SourceSegment, translated: String?)] = []
        for segment in segments {
            if segment.source.layout?.joint == nil, let whole = whole(parts) {
                result.append(whole)
                parts = []
            }
            parts.append(segment)
        }
        if let whole = whole(parts) { result.append(whole) }
        return result
    }

    /// The parts of one text as one segment; nil where there are none.
    private static func whole(
        _ parts: [(source: SourceSegment, translated: String?)]
    ) -> (source: SourceSegment, translated: String)? {
        guard let first = parts.first else { return nil }
        if parts.count == 1, let translated = first.translated { return (first.source, translated) }
        var translation = ""
        for (source, translated) in parts {
            guard source.kind == .translatable, let translated, let layout = source.layout else {
                return (SourceSegment(kind: .verbatim, text: parts.map(\.source.text).joined()), "")
            }
            let words = SpanMask(letter: layout.letter).unmasking(translated, layout.spans)
            translation += (translation.isEmpty ? "" : layout.joint ?? "") + SurroundingSpace(of: words).body
        }
        // Nothing is masked in it any more.
        var layout = first.source.layout
        layout?.spans = []
        let source = SourceSegment(
            kind: .translatable, text: first.source.text, layout: layout, prompt: first.source.prompt)
        return (source, translation)
    }
}
