internal import CMarkdown

extension MarkdownReader {
    /// Of a longer text nothing is counted, in bytes: no segment is near to that, and each line of a deep list is compared
    /// with up to a hundred items.
    private static let mostCounted = 1 << 20

    /// How often the text has each block that a translation must have as often, by cmark-gfm, which is the judge of what is
    /// Markdown on most sites.
    ///
    /// Only blocks are read, in time in proportion to the text.
    static func structure(of text: String) -> [String: Int] {
        guard text.utf8.count <= mostCounted else { return [:] }
        _ = cmark
        var text = text
        let counts = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmarkdown_count($0.baseAddress, $0.count) }
        }
        let (one, two, three, four, five, six) = counts.headings
        var named = [one, two, three, four, five, six].enumerated().map { ("headings of level \($0 + 1)", $1) }
        named += [
            ("items with bullets", counts.bullets), ("numbered items", counts.numbered), ("tables", counts.tables),
            ("rows of tables", counts.rows), ("columns of tables", counts.columns),
            ("block quotations", counts.quotations), ("code blocks", counts.code), ("thematic breaks", counts.breaks),
            ("blocks of HTML", counts.html), ("footnotes", counts.footnotes),
        ]
        return named.reduce(into: [:]) { result, count in
            if count.1 > 0 { result[count.0] = Int(count.1) }
        }
    }
}
