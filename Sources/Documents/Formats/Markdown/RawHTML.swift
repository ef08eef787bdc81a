/// A block of HTML whose text is nobody's to translate (CommonMark 0.31, section 4.6, kinds 1 to 5).
///
/// Kinds 6 and 7, such as `<div>`, hold text for readers and end at a blank line anyway.
enum RawHTML: CaseIterable {
    case code, comment, instruction, declaration, characterData

    private static let codeTags = ["script", "pre", "style", "textarea"]

    /// Looks for the start of such a block in what is left of a line.
    init?(opening cursor: LineCursor) {
        guard cursor.rest.first == UInt8(ascii: "<") else { return nil }
        let start = String(decoding: cursor.rest.prefix(12), as: UTF8.self).lowercased()
        let kind = Self.allCases.first { $0.begins(start) }
        guard let kind else { return nil }
        self = kind
    }

    private func begins(_ start: String) -> Bool {
        switch self {
        case .code:
            Self.codeTags.contains { tag in
                guard start.dropFirst().hasPrefix(tag) else { return false }
                let next = start.dropFirst(1 + tag.count).first
                return next == nil || next == " " || next == "\t" || next == ">"
            }
        case .comment: start.hasPrefix("<!--")
        case .instruction: start.hasPrefix("<?")
        case .declaration: start.hasPrefix("<!") && start.utf8.dropFirst(2).first.map { 0x61...0x7A ~= $0 } == true
        case .characterData: start.hasPrefix("<![cdata[")
        }
    }

    /// Whether the block ends with this line, in which it may also have begun.
    func isClosed(by cursor: LineCursor) -> Bool {
        let ends =
            switch self {
            case .code: Self.codeTags.map { "</\($0)>" }
            case .comment: ["-->"]
            case .instruction: ["?>"]
            case .declaration: [">"]
            case .characterData: ["]]>"]
            }
        return ends.contains { Self.contains($0, in: cursor.rest) }
    }

    /// Whether a line holds a short ASCII text in lower case, which may there be in any case.
    private static func contains(_ wanted: String, in line: ArraySlice<UInt8>) -> Bool {
        let wanted = Array(wanted.utf8)
        guard let first = wanted.first else { return true }
        for index in line.indices where line[index] == first && line.endIndex - index >= wanted.count {
            let found = line[index..<index + wanted.count]
            if zip(found, wanted).allSatisfy({ $0 == $1 || 0x41...0x5A ~= $0 && $0 | 0x20 == $1 }) { return true }
        }
        return false
    }
}
