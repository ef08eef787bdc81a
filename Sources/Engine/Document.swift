import Documents
import Translation

/// Puts a job's segments together.
public enum Document {
    /// The finished document, byte for byte of the source's kind.
    public static func assemble(_ segments: [Segment]) -> [UInt8] {
        Assembly.assemble(
            segments.map { segment in
                let kind: SourceSegment.Kind = segment.kind == .translatable ? .translatable : .verbatim
                return (source: SourceSegment(kind: kind, text: segment.source), translated: segment.text)
            })
    }

    /// What there is of a document: finished segments, the beginnings of others, nothing for those not begun.
    ///
    /// A beginning that others follow keeps the white space behind its source, so that no words grow together.
    public static func assemblePartial(_ segments: [Segment]) -> [UInt8] {
        var (document, gap) = ("", "")
        for segment in segments {
            let text = text(of: segment)
            guard !text.isEmpty else { continue }
            document += gap + text
            gap =
                segment.state == .done ? "" : String(segment.source.reversed().prefix(while: \.isWhitespace).reversed())
        }
        return Array(document.utf8)
    }

    /// What there is of one segment, as it goes into the document.
    public static func text(of segment: Segment) -> String {
        guard segment.kind == .translatable else { return segment.source }
        if segment.state == .done {
            return Assembly.finished(source: segment.source, translation: segment.text)
        }
        let text = segment.text.drop(while: \.isWhitespace)
        return text.isEmpty ? "" : String(segment.source.prefix(while: \.isWhitespace)) + text
    }
}
