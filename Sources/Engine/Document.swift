import Documents
import Foundation
import Translation

/// Puts a job's segments together.
public enum Document {
    /// The finished document, byte for byte of the source's kind.
    public static func assemble(_ segments: [Segment], as format: DocumentFormat) -> [UInt8] {
        Assembly.assemble(segments.map { (source: SourceSegment($0), translated: $0.text) }, format: format)
    }

    /// What there is of a document: finished segments, the beginnings of others, nothing for those not begun.
    ///
    /// A beginning that others follow keeps the white space behind its source, so that no words grow together. Of a
    /// format whose texts stand among much else the document is whole, with the source where there is no translation
    /// yet: anything else could not be opened.
    public static func assemblePartial(_ segments: [Segment], as format: DocumentFormat) -> [UInt8] {
        guard format.isRunningText else {
            let parts = segments.map { segment in
                let source =
                    segment.state == .done
                    ? SourceSegment(segment) : SourceSegment(kind: .verbatim, text: segment.source)
                return (source: source, translated: segment.text)
            }
            return Assembly.assemble(parts, format: format)
        }
        var (document, gap) = ("", "")
        for segment in segments {
            let text = text(of: segment, as: format)
            guard !text.isEmpty else { continue }
            document += gap + text
            gap =
                segment.state == .done ? "" : String(segment.source.reversed().prefix(while: \.isWhitespace).reversed())
        }
        return Array(document.utf8)
    }

    /// What there is of one segment, as a person may read it: of running text as it goes into the document, else the
    /// texts alone.
    public static func text(of segment: Segment, as format: DocumentFormat) -> String {
        let source = SourceSegment(segment)
        guard format.isRunningText else {
            guard segment.kind == .translatable, !segment.text.isEmpty else { return "" }
            return source.shown(segment.text, isWhole: segment.state == .done)
                + (segment.state == .done ? "\n" : "")
        }
        guard segment.kind == .translatable else { return segment.source }
        if segment.state == .done { return Assembly.finished(source, translation: segment.text, format: format) }
        let text = source.shown(segment.text, isWhole: false).drop(while: \.isWhitespace)
        return text.isEmpty ? "" : String(segment.source.prefix(while: \.isWhitespace)) + text
    }
}

extension Job {
    /// The document's format; plain text where an older program does not know it.
    public var documentFormat: DocumentFormat { DocumentFormat(rawValue: format) ?? .text }
}

extension SourceSegment {
    /// The segment of a document that a segment of the queue is.
    init(_ segment: Segment) {
        self.init(
            kind: segment.kind == .translatable ? .translatable : .verbatim, text: segment.source,
            layout: segment.layout.flatMap(Layout.init(json:)), prompt: segment.prompt)
    }
}

extension Layout {
    /// Reads what ``json`` has written.
    public init?(json: String) {
        guard let layout = try? JSONDecoder().decode(Layout.self, from: Data(json.utf8)) else { return nil }
        self = layout
    }

    /// The layout as the queue keeps it.
    public var json: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    }
}
