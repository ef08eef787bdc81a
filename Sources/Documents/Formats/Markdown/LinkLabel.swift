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
    /// lists and quotations; lines of code that look alike count too, at no loss.
    static func defined(in text: DocumentText, _ blocks: [Block]) -> Set<LinkLabel> {
        var labels: Set<LinkLabel> = []
        for block in blocks where block.kind == .verbatim {
            for line in LineSequence(text.bytes[block.range]) where !line.isBlank {
                if let label = LinkLabel(beginning: text.bytes[line.content]) { labels.insert(label) }
            }
        }
        return labels
    }

    private init?(beginning line: ArraySlice<UInt8>) {
        let rest = line.drop { $0 != UInt8(ascii: "[") && " \t>*+-.)0123456789".utf8.contains($0) }
        guard rest.first == UInt8(ascii: "["), let end = LinkDefinition.endOfLabel(rest) else { return nil }
        guard rest[end...].dropFirst().first == UInt8(ascii: ":") else { return nil }
        self.init(rest[rest.startIndex + 1..<end])
    }
}
