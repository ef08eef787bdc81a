import Documents

/// The segments of a text; those that are kept as they are stand in a pair of `⟦⟧`.
func segments(_ text: String, _ format: DocumentFormat = .markdown, limit: Int = 2000) throws -> [String] {
    try SourceDocument(bytes: Array(text.utf8), format: format, maximumSegment: limit).segments
        .map { $0.kind == .verbatim ? "⟦\($0.text)⟧" : $0.text }
}

/// What a model is asked to translate of a text, segment by segment.
func prompts(_ text: String, _ format: DocumentFormat, limit: Int = 2000) throws -> [String] {
    try SourceDocument(bytes: Array(text.utf8), format: format, maximumSegment: limit).segments
        .filter { $0.kind == .translatable }.map(\.prompt)
}

/// A text whose segments were translated.
func translated(
    _ text: String, _ format: DocumentFormat, limit: Int = 2000, by translate: (String) -> String
) throws -> String {
    let document = try SourceDocument(bytes: Array(text.utf8), format: format, maximumSegment: limit)
    let pairs = document.segments.map { ($0, $0.kind == .verbatim ? $0.text : translate($0.prompt)) }
    return String(decoding: Assembly.assemble(pairs, format: format), as: UTF8.self)
}
