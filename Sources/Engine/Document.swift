import Documents
import Foundation
import Translation

/// Puts a job's segments together.
public enum Document {
    /// The finished document, byte for byte of the source's kind.
    ///
    /// - Parameter original: The document as it was added, which tells its encoding, and holds what no segment does; empty
    ///   for one that is known to be text in UTF-8.
    /// - Throws: ``UnreadableLayout``.
    public static func assemble(
        _ segments: [Segment], as format: DocumentFormat, original: Data = Data()
    ) throws(UnreadableLayout) -> [UInt8] {
        var parts: [(source: SourceSegment, translated: String)] = []
        for segment in segments { parts.append((try SourceSegment(segment), segment.text)) }
        return try assemble(parts, format, original)
    }

    private static func assemble(
        _ parts: [(source: SourceSegment, translated: String)], _ format: DocumentFormat, _ original: Data
    ) throws(UnreadableLayout) -> [UInt8] {
        guard !original.isEmpty else { return Assembly.assemble(parts, format: format) }
        do throws(DocumentError) {
            return try Assembly.assemble(parts, format: format, original: Array(original))
        } catch {
            throw UnreadableLayout(cause: error.message)
        }
    }

    /// What there is of a document: finished segments, the beginnings of others, nothing for those not begun.
    ///
    /// A beginning that others follow keeps the white space behind its source, so that no words grow together. Of a
    /// format whose texts stand among much else the document is whole, with the source where there is no translation
    /// yet: anything else could not be opened.
    ///
    /// - Throws: ``UnreadableLayout``.
    public static func assemblePartial(
        _ segments: [Segment], as format: DocumentFormat, original: Data = Data()
    ) throws(UnreadableLayout) -> [UInt8] {
        guard format.isRunningText else {
            var parts: [(source: SourceSegment, translated: String?)] = []
            for segment in segments {
                parts.append((try SourceSegment(segment), segment.state == .done ? segment.text : nil))
            }
            return try assemble(Assembly.joined(parts), format, original)
        }
        var (document, gap) = ("", "")
        for segment in segments {
            let text = try text(of: segment, as: format)
            guard !text.isEmpty else { continue }
            document += gap + text
            gap =
                segment.state == .done ? "" : String(segment.source.reversed().prefix(while: \.isWhitespace).reversed())
        }
        return Array(document.utf8)
    }

    /// What there is of one segment, as a person may read it: of running text as it goes into the document, else the
    /// texts alone.
    ///
    /// - Throws: ``UnreadableLayout``.
    public static func text(of segment: Segment, as format: DocumentFormat) throws(UnreadableLayout) -> String {
        let source = try SourceSegment(segment)
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

/// What the queue holds of a segment's layout is none that this version understands.
///
/// Taken for no layout, it would put numbers and marks into the document, or lose what stands between its texts.
public struct UnreadableLayout: Error, Sendable, CustomStringConvertible {
    /// Why not.
    let cause: String

    /// What cannot be done, and why.
    public var description: String { "the layout of a segment cannot be read: \(cause)" }

    /// What to do about it.
    var failure: JobFailure {
        JobFailure(
            kind: "layout", message: description,
            hint: "Was it added by a newer tolmach? Then run that one; else add the document again with --force.")
    }
}

extension SourceSegment {
    /// The segment of a document that a segment of the queue is.
    init(_ segment: Segment) throws(UnreadableLayout) {
        try self.init(
            kind: segment.kind == .translatable ? .translatable : .verbatim, text: segment.source,
            json: segment.layout, prompt: segment.prompt)
    }

    /// - Parameter json: The layout, where there is one, as ``Layout/json`` has written it.
    init(kind: Kind, text: String, json: String?, prompt: String?) throws(UnreadableLayout) {
        let layout: Layout?
        do {
            layout = try json.map { try JSONDecoder().decode(Layout.self, from: Data($0.utf8)) }
        } catch {
            throw UnreadableLayout(cause: "\(error)")
        }
        self.init(kind: kind, text: text, layout: layout, prompt: layout == nil ? nil : prompt)
    }
}

extension Layout {
    /// The layout as the queue keeps it.
    public var json: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    }
}
