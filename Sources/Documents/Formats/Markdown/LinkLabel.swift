/// The label of a link's definition, by which references find it: without regard to case, and to how much white space stands
/// where (CommonMark 0.31, section 4.7, “matches”).
struct LinkLabel: Hashable {
    private let text: String

    /// - Parameter bytes: What stands between the brackets.
    init(_ bytes: ArraySlice<UInt8>) {
        text = String(decoding: bytes, as: UTF8.self).lowercased().split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }

    /// The labels that a document defines in its verbatim blocks, each in a line that begins with it, behind the marks of
    /// lists and quotations; lines of code that are written like definitions count too.
    static func defined(in text: DocumentText, _ blocks: [Block]) -> Set<LinkLabel> {
        var labels: Set<LinkLabel> = []
        for block in blocks where block.kind == .verbatim {
            var lines = LineSequence(text.bytes[block.range])
            while let line = lines.next() {
                let marks = text.bytes[line.content].prefix {
                    $0 != UInt8(ascii: "[") && " \t>*+-.)0123456789".utf8.contains($0)
                }
                let start = marks.endIndex
                guard start < line.content.upperBound, text.bytes[start] == UInt8(ascii: "["),
                    let end = LinkDefinition.endOfLabel(text.bytes[start..<line.content.upperBound])
                else { continue }
                var following = lines
                let definition = LinkDefinition(
                    LineCursor(text.bytes, content: start..<line.content.upperBound),
                    next: { following.next().map { LineCursor(text.bytes, content: $0.content) } })
                if definition != nil { labels.insert(LinkLabel(text.bytes[start + 1..<end])) }
            }
        }
        return labels
    }
}
