import Documents

/// The segments of a text; those that are kept as they are stand in a pair of `⟦⟧`.
func segments(_ text: String, _ format: DocumentFormat = .markdown, limit: Int = 2000) throws -> [String] {
    try SourceDocument(bytes: Array(text.utf8), format: format, maximumSegment: limit).segments
        .map { $0.kind == .verbatim ? "⟦\($0.text)⟧" : $0.text }
}

/// A document's segments, each text of several in one of its own where that is wanted.
private func pieces(
    _ text: String, _ format: DocumentFormat, limit: Int, oneByOne: Bool
) throws -> [SourceSegment] {
    let size = oneByOne ? 1_000_000 : limit
    let segments = try SourceDocument(bytes: Array(text.utf8), format: format, maximumSegment: size).segments
    return oneByOne ? segments.flatMap { $0.singles(format: format) ?? [$0] } : segments
}

/// What a model is asked to translate of a text, segment by segment.
func prompts(
    _ text: String, _ format: DocumentFormat, limit: Int = 2000, oneByOne: Bool = false
) throws -> [String] {
    try pieces(text, format, limit: limit, oneByOne: oneByOne).filter { $0.kind == .translatable }.map(\.prompt)
}

/// A text whose segments were translated.
func translated(
    _ text: String, _ format: DocumentFormat, limit: Int = 2000, oneByOne: Bool = false,
    by translate: (String) -> String
) throws -> String {
    let pairs = try pieces(text, format, limit: limit, oneByOne: oneByOne).map {
        ($0, $0.kind == .verbatim ? $0.text : translate($0.prompt))
    }
    return String(decoding: Assembly.assemble(pairs, format: format), as: UTF8.self)
}
