import Documents

/// The segments of a text; those that are kept as they are stand in a pair of `⟦⟧`.
func segments(_ text: String, _ format: DocumentFormat = .markdown, limit: Int = 2000) throws -> [String] {
    try SourceDocument(bytes: Array(text.utf8), format: format, maximumSegment: limit).segments
        .map { $0.kind == .verbatim ? "⟦\($0.text)⟧" : $0.text }
}
