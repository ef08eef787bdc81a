/// How the text of a block of Markdown is written, where its marks are kept by the program.
struct MarkdownForm {
    /// What the text stands in.
    enum Kind: String {
        /// A heading with marks before it, in one line.
        case heading
        /// One line: a heading above a line, or a paragraph that could not have another line.
        case line
        /// A cell of a table.
        case cell
        /// A paragraph; its lines are its own, but none is blank.
        case paragraph
        /// A block of HTML, which a blank line would end.
        case html
        /// Any lines, as they are.
        case whole
    }

    let kind: Kind
    /// How many quotations the block stands in.
    let quotations: Int

    init(kind: Kind, quotations: Int) {
        (self.kind, self.quotations) = (kind, quotations)
    }

    /// The form of a name; for a name that a later version has given, any lines.
    init(_ name: String) {
        let word = name.prefix { $0 != ">" }
        self.init(kind: Kind(rawValue: String(word)) ?? .whole, quotations: name.count - word.count)
    }

    /// What the form is called, for ever.
    var name: String { kind.rawValue + String(repeating: ">", count: quotations) }

    /// The text of some lines, without what stands before it in each line but the first.
    func text(of raw: Substring) -> String {
        guard kind == .paragraph || kind == .html || kind == .line else { return String(raw) }
        let bytes = Array(raw.utf8)
        var text: [UInt8] = []
        for line in LineSequence(bytes[...]) {
            let lead = text.isEmpty ? 0 : Self.lead(of: bytes[line.content], quotations: quotations).count
            text += bytes[(line.range.lowerBound + lead)..<line.range.upperBound]
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A text as the form allows it: without blank lines, or in one line.
    func fitting(_ text: String) -> String {
        switch kind {
        case .whole: text
        case .heading, .line: lines(of: text).joined(separator: " ")
        case .cell: Self.escapingStrokes(lines(of: text).joined(separator: " "))
        case .paragraph, .html: lines(of: text).joined(separator: "\n")
        }
    }

    /// A text over the lines of another, each with what stands before that one's.
    func lines(of text: String, over old: Substring) -> String {
        let fitting = fitting(text)
        guard kind == .paragraph || kind == .html, fitting.utf8.contains(UInt8(ascii: "\n")) else { return fitting }
        let bytes = Array(old.utf8)
        let former = Array(LineSequence(bytes[...]))
        guard former.count > 1 else { return lines(of: fitting).joined(separator: " ") }
        let ending = bytes[former[0].content.upperBound..<former[0].range.upperBound]
        let lead = Self.lead(of: bytes[former[1].content], quotations: quotations)
        return lines(of: fitting).joined(separator: String(decoding: ending + lead, as: UTF8.self))
    }

    /// A text in a document of its own, in which it stands as it does in its place.
    func alone(_ text: String) -> String {
        let fitting = fitting(text)
        return switch kind {
        case .heading: "# " + fitting
        // Without a stroke before it, as the first cell of a row may stand.
        case .cell: fitting + " |\n--- |"
        case .line, .paragraph, .html: fitting
        case .whole: Self.asCode(fitting)
        }
    }

    /// A text of which nothing is known but that its lines must begin as they do, as ``MarkdownReader/structure(of:)`` counts
    /// those of indented code.
    private static func asCode(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let lines = LineSequence(bytes[...]).map { line in
            line.isBlank ? "    >" : "    " + String(decoding: bytes[line.content], as: UTF8.self)
        }
        return "x\n\n" + lines.joined(separator: "\n")
    }

    /// The lines of a text that are not blank.
    private func lines(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        return LineSequence(bytes[...]).filter { !$0.isBlank }.map { line in
            String(decoding: bytes[line.content], as: UTF8.self)
        }
    }

    /// What stands before a line's text: white space, and the marks of quotations, as far as they are there.
    static func lead(of line: ArraySlice<UInt8>, quotations: Int) -> ArraySlice<UInt8> {
        var index = line.startIndex
        var marks = 0
        while index < line.endIndex {
            let byte = line[index]
            if byte == UInt8(ascii: ">"), marks < quotations {
                marks += 1
            } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
                break
            }
            index += 1
        }
        return line[..<index]
    }

    /// A text in which each stroke has a backslash before it, as GitHub Flavored Markdown wants it in cells (section 4.10).
    private static func escapingStrokes(_ text: String) -> String {
        var result: [UInt8] = []
        var isEscaped = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "|"), !isEscaped { result.append(UInt8(ascii: "\\")) }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }
}
