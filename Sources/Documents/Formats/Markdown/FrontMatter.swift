/// The settings at the top of many Markdown files: YAML between `---` and `---` or `...`, or TOML between `+++` and `+++`.
enum FrontMatter {
    /// Where the front matter ends; nil if there is none.
    ///
    /// As in Pandoc's manual (extension `yaml_metadata_block`), the first line must not be followed by a blank one, since
    /// then it is a thematic break; and what is never closed is none.
    static func end(in bytes: [UInt8]) -> Int? {
        var lines = LineSequence(bytes[...])
        guard let first = lines.next() else { return nil }
        let closings: Set<String>
        switch mark(of: first, in: bytes) {
        case "---": closings = ["---", "..."]
        case "+++": closings = ["+++"]
        default: return nil
        }
        var isFirst = true
        while let line = lines.next() {
            if isFirst, line.isBlank { return nil }
            isFirst = false
            if let mark = mark(of: line, in: bytes), closings.contains(mark) { return line.range.upperBound }
        }
        return nil
    }

    /// The first three bytes of a line that has nothing but white space after them.
    private static func mark(of line: LineSequence.Line, in bytes: [UInt8]) -> String? {
        let content = bytes[line.content]
        guard content.count >= 3, content.dropFirst(3).allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
        return String(decoding: content.prefix(3), as: UTF8.self)
    }
}
