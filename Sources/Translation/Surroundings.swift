/// What a model is told of a segment's place in its document, so that names, pronouns and terms go on as they began.
public struct Surroundings: Sendable, Equatable {
    /// What the document calls itself.
    public var title: String?
    /// The heading above the segment.
    public var heading: String?
    /// The end of the text before it, in the source language.
    public var before: String?
    /// The end of that text's translation, where there is one.
    public var beforeTranslated: String?

    /// Knows nothing.
    public init() {}

    /// How many characters are told.
    public var count: Int { [title, heading, before, beforeTranslated].reduce(0) { $0 + ($1?.count ?? 0) } }

    /// The lines of a system message that tell it; none where nothing is known.
    var lines: [String] {
        let facts = [
            title.map { "Title of the document: \($0)" }, heading.map { "Heading of this section: \($0)" },
            before.map { "The text before this one ends: \($0)" },
            beforeTranslated.map { "That was translated as: \($0)" },
        ].compactMap(\.self)
        guard !facts.isEmpty else { return [] }
        return ["For orientation only; translate and repeat nothing of what follows here:"] + facts.map { "- \($0)" }
    }

    /// The end of a text on one line, from the begin of a word on.
    ///
    /// - Parameter limit: The most characters, at least 1.
    public static func end(of text: String, limit: Int) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace)
        var (kept, count) = ([Substring](), 0)
        for word in words.reversed() {
            count += word.count + (kept.isEmpty ? 0 : 1)
            guard count <= limit else { break }
            kept.append(word)
        }
        // A script without spaces has words of any length.
        if kept.isEmpty, let last = words.last { kept = [last.suffix(limit)] }
        return kept.isEmpty ? nil : kept.reversed().joined(separator: " ")
    }
}
