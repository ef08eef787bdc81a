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

    /// What the settings call the document, where they say so in a simple line: `title: Words`, `title = "Words"`.
    static func title(in bytes: [UInt8]) -> String? {
        guard let end = end(in: bytes) else { return nil }
        for line in LineSequence(bytes[..<end]) where bytes[line.content].starts(with: "title".utf8) {
            let rest = bytes[line.content].dropFirst(5).drop { $0 == 0x20 || $0 == 0x09 }
            guard rest.first == UInt8(ascii: ":") || rest.first == UInt8(ascii: "=") else { continue }
            let words = String(decoding: rest.dropFirst().prefix(Heading.mostBytes), as: UTF8.self)
            let value = SurroundingSpace(of: words).body
            for quote in ["\"", "'"] where value.count > 2 && value.hasPrefix(quote) && value.hasSuffix(quote) {
                return Heading(level: 1, value.dropFirst().dropLast())?.text
            }
            // Anything else that begins with one of these is more than a simple line (YAML 1.2.2, section 5.3).
            guard let first = value.first, !"|>&*!%@`[{\"'#".contains(first) else { return nil }
            return Heading(level: 1, value)?.text
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
