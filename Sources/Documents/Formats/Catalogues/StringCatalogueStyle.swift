/// How a catalogue is laid out: Xcode writes each member on a line of its own, with two spaces for each level, and a space
/// on both sides of a colon; other programs have their own ways.
struct StringCatalogueStyle {
    private let lineBreak: String
    private let unit: String
    private let colon: String

    /// The layout of a document, seen in its first member.
    init(_ text: DocumentText, _ root: JSONTree) {
        guard let first = root.members.first else {
            (lineBreak, unit, colon) = ("\n", "  ", " : ")
            return
        }
        colon = String(text[first.key.upperBound + 1..<first.value.range.lowerBound])
        let space = String(text[root.range.lowerBound + 1..<first.key.lowerBound - 1])
        let indentation = space.utf8.lastIndex(of: UInt8(ascii: "\n")).map { space[space.utf8.index(after: $0)...] }
        lineBreak = indentation == nil ? "" : space.utf8.contains(0x0D) ? "\r\n" : "\n"
        unit = indentation.map(String.init) ?? ""
    }

    /// What stands before a member or a closing brace.
    ///
    /// - Parameter level: The containers around it.
    func space(_ level: Int) -> String { lineBreak + String(repeating: unit, count: lineBreak.isEmpty ? 0 : level) }

    /// A key with its quotes, and the colon.
    func key(_ name: String) -> String { "\"" + BackslashEscapes.json.encode(name) + "\"" + colon }
}
