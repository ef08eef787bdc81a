/// Puts a translated document together.
public enum Assembly {
    /// The bytes of the finished document.
    ///
    /// Verbatim segments come back as they were, whatever is given as their translation; the others as
    /// ``finished(source:translation:lineEnding:)`` gives them, with the document's prevailing line ending where a segment
    /// has none of its own. Translations equal to their sources give back the document byte for byte.
    public static func assemble(
        _ segments: some Collection<(source: SourceSegment, translated: String)>
    ) -> [UInt8] {
        var endings = LineEnding.Census()
        for segment in segments { endings.count(in: segment.source.text) }
        var bytes: [UInt8] = []
        for segment in segments {
            switch segment.source.kind {
            case .verbatim:
                bytes += segment.source.text.utf8
            case .translatable:
                bytes +=
                    finished(
                        source: segment.source.text, translation: segment.translated, lineEnding: endings.prevailing
                    ).utf8
            }
        }
        return bytes
    }

    /// A segment's translation as it goes into the document.
    ///
    /// The white space at both ends is the source's own, whatever the model put there. The line breaks in between are
    /// the source's too: one by one where there are as many of them, else all of the kind that prevails in the source.
    /// Applying it twice changes nothing more.
    ///
    /// - Parameters:
    ///   - source: the segment's text as it stands in the document.
    ///   - translation: what the model wrote.
    ///   - lineEnding: the line ending to use where the source has none; if nil, the translation keeps its own.
    public static func finished(source: String, translation: String, lineEnding: LineEnding? = nil) -> String {
        let space = SurroundingSpace(of: source)
        guard !space.body.isEmpty else { return source }
        let body = SurroundingSpace(of: translation).body
        return space.leading + LineEnding.carry(from: source, into: body, otherwise: lineEnding) + space.trailing
    }
}
