/// Puts a translated document together.
public enum Assembly {
    /// The bytes of the finished document.
    ///
    /// Verbatim segments come back as they were, whatever is given as their translation; the others as
    /// ``finished(_:translation:format:lineEnding:)`` gives them, with the document's prevailing line ending where a
    /// segment has none of its own. Translations equal to their sources give back the document byte for byte.
    ///
    /// - Parameter original: The document as it was, which tells its encoding, and holds what no segment does.
    /// - Throws: ``DocumentError`` where the original is not what the segments were made of.
    public static func assemble(
        _ segments: [(source: SourceSegment, translated: String)], format: DocumentFormat, original: [UInt8]
    ) throws(DocumentError) -> [UInt8] {
        let members = try format.reader.members(of: original, maximumSize: .max)
        var files: [[UInt8]] = []
        var rest = segments[...]
        for member in members {
            let (encoding, count) = try size(of: member)
            // Members were taken apart one by one, so that each segment is of one of them.
            var (end, size) = (rest.startIndex, 0)
            // A segment without a text belongs to the one before it.
            while end < rest.endIndex, size < count || rest[end].source.text.isEmpty {
                size += rest[end].source.text.utf8.count
                end += 1
            }
            guard size == count else { throw .otherDocument }
            files.append(encoding.encode(assemble(rest[..<end], format: format)))
            rest = rest[end...]
        }
        guard rest.isEmpty else { throw .otherDocument }
        return try format.reader.document(original, with: files)
    }

    /// How a member is written, and the bytes that it has in UTF-8, with its byte order mark.
    private static func size(of member: DocumentMember) throws(DocumentError) -> (TextEncoding, Int) {
        let encoding = TextEncoding(markedIn: member.bytes) ?? .utf8
        guard encoding != .utf8 else { return (.utf8, member.bytes.count) }
        let text = try DocumentText(bytes: member.bytes, maximumSize: .max)
        return (encoding, text.bytes.count + TextEncoding.utf8.mark.count)
    }

    /// The bytes of a finished document that is text in UTF-8.
    ///
    /// The parts of a text that was divided are put together first; see ``joined(_:)``.
    public static func assemble(
        _ segments: some Collection<(source: SourceSegment, translated: String)>, format: DocumentFormat
    ) -> [UInt8] {
        let segments = joined(segments.map { ($0.source, Optional($0.translated)) })
        var endings = LineEnding.Census()
        for segment in segments { endings.count(in: segment.source.text) }
        var bytes: [UInt8] = []
        for segment in segments {
            bytes +=
                finished(
                    segment.source, translation: segment.translated, format: format, lineEnding: endings.prevailing
                ).utf8
        }
        return bytes
    }

    /// A segment's translation as it goes into the document.
    ///
    /// The white space at both ends is the source's own, whatever the model put there. The line breaks in between are
    /// the source's too: one by one where there are as many of them, else all of the kind that prevails in the source.
    /// What stood in the prompt for something longer is that again. Texts that were sent together and cannot be told
    /// apart in the answer stay as they are in the source, and so does one whose translation would break the document.
    ///
    /// - Parameters:
    ///   - source: the segment.
    ///   - translation: what the model wrote for its prompt.
    ///   - lineEnding: the line ending to use where the source has none; if nil, the translation keeps its own.
    public static func finished(
        _ source: SourceSegment, translation: String, format: DocumentFormat, lineEnding: LineEnding? = nil
    ) -> String {
        guard source.kind == .translatable else { return source.text }
        var translation = translation
        // No format has a place for it, and with it the document would be no text any more.
        if translation.utf8.contains(0) { translation.unicodeScalars.removeAll { $0.value == 0 } }
        let layout = source.layout ?? Layout(places: [], spans: [], letter: "")
        let mask = SpanMask(letter: layout.letter)
        guard !layout.places.isEmpty else {
            let text = carrySpace(from: source.text, into: mask.unmasking(translation, layout.spans), lineEnding)
            return layout.joint == nil ? format.reader.carryingMarks(from: source.text, into: text) : text
        }
        guard let texts = UnitList.splitting(translation, into: layout.places.count) else { return source.text }
        let filled = filled(source, layout, with: texts.map { mask.unmasking($0, layout.spans) }, format.reader)
        // Each may fit into its place, and all together still not make the same blocks.
        return format.reader.isRunningText && !format.reader.fits(filled, inPlaceOf: source.text) ? source.text : filled
    }

    /// A segment's text with a text in each of its places; what does not fit there is left out, and the source stays.
    static func filled(
        _ source: SourceSegment, _ layout: Layout, with texts: [String], _ reader: any DocumentFormatReader.Type
    ) -> String {
        var (result, end) = ("", 0)
        for (place, words) in zip(layout.places, texts) {
            result += source.text[bytes: end..<place.range.lowerBound]
            let old = source.text[bytes: place.range]
            let origin = reader.decode(source.text[bytes: place.origin], form: place.form)
            // A unit's own line breaks are a matter of its form: only the white space around it is carried over.
            let text = carrySpace(from: origin, into: words, nil)
            let stays = reader.decode(old, form: place.form) == text || !fits(text, inPlaceOf: origin, place, reader)
            result += stays ? String(old) : reader.encode(text, form: place.form, over: old)
            end = place.range.upperBound
        }
        return result + source.text[bytes: end..<source.text.utf8.count]
    }

    private static func fits(
        _ text: String, inPlaceOf origin: String, _ place: Layout.Place, _ reader: any DocumentFormatReader.Type
    ) -> Bool {
        reader.fits(reader.alone(text, form: place.form), inPlaceOf: reader.alone(origin, form: place.form))
    }

    private static func carrySpace(from source: String, into translation: String, _ ending: LineEnding?) -> String {
        let space = SurroundingSpace(of: source)
        guard !space.body.isEmpty else { return source }
        let body = SurroundingSpace(of: translation).body
        return space.leading + LineEnding.carry(from: source, into: body, otherwise: ending) + space.trailing
    }
}
