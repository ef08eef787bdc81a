/// A literal or folded scalar as it stands in the document: a line with its mark, and the lines below (YAML 1.2.2,
/// section 8.1).
struct YAMLBlockScalar {
    private let header: Substring
    private let headerBreak: Substring
    private let body: Substring

    /// - Parameter raw: From the mark to the end of the last line.
    init(_ raw: Substring) {
        let bytes = raw.utf8
        func isBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
        let end = bytes.firstIndex(where: isBreak) ?? bytes.endIndex
        var start = end
        if start < bytes.endIndex {
            let isReturn = bytes[start] == UInt8(ascii: "\r")
            start = bytes.index(after: start)
            if isReturn, start < bytes.endIndex, bytes[start] == UInt8(ascii: "\n") {
                start = bytes.index(after: start)
            }
        }
        header = raw[..<end]
        headerBreak = raw[end..<start]
        body = raw[start...]
    }

    private var marks: Substring { Substring(header.utf8.prefix { $0 > 0x20 && $0 != UInt8(ascii: "#") }) }
    private var isFolded: Bool { header.utf8.first == UInt8(ascii: ">") }
    private var tellsIndentation: Bool { marks.utf8.contains { Digit.value(of: $0) != nil } }

    /// What stands behind the marks, with the space before it.
    var comment: Substring {
        let rest = header[marks.endIndex...]
        return rest.contains("#") ? rest : ""
    }

    /// The ending of the last line; empty where the document ends in it.
    var lastBreak: Substring { body.utf8.last == UInt8(ascii: "\n") || body.utf8.last == 0x0D ? headerBreak : "" }

    private var lines: [Substring] { YAMLSpelling.lines(of: body) }

    /// The spaces before the first line that has anything but spaces; nil where none has.
    var firstIndentation: Int? {
        for line in lines {
            let spaces = line.utf8.prefix { $0 == UInt8(ascii: " ") }.count
            if spaces < line.utf8.count { return spaces }
        }
        return nil
    }

    /// The same scalar as a document of its own, indented by one space.
    func dedented(from indentation: Int) -> String {
        let chomping = marks.filter { $0 == "+" || $0 == "-" }
        var result = (isFolded ? ">1" : "|1") + chomping + "\n"
        for (number, line) in lines.enumerated() {
            if number > 0 { result += "\n" }
            let spaces = line.utf8.prefix(indentation).prefix { $0 == UInt8(ascii: " ") }.count
            let rest = line.utf8.dropFirst(spaces)
            if !rest.isEmpty { result += " " + Substring(rest) }
        }
        return result
    }

    /// Another text in the same place; nil where its first line would be taken for one with another indentation, or where
    /// it has characters that only double quotes can hold.
    ///
    /// The blank lines at the end stay as they are, since a translation ends with its source's white space. A folded text
    /// is wrapped where the old one's longest line ends.
    func spelling(of text: String, _ form: YAMLForm) -> String? {
        guard text.unicodeScalars.allSatisfy(YAMLSpelling.isPrintable) else { return nil }
        let isLoose: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard let first = text.utf8.first(where: { $0 != UInt8(ascii: "\n") }),
            tellsIndentation || first != UInt8(ascii: " ") && first != UInt8(ascii: "\t"),
            let last = text.utf8.lastIndex(where: { !isLoose($0) }),
            let oldLast = body.utf8.lastIndex(where: { !isLoose($0) })
        else { return nil }
        let words = text[...last].split(separator: "\n", omittingEmptySubsequences: false)
        let width = lines.map { $0.count - form.indentation }.max() ?? 0
        let new = isFolded ? Self.folded(words, width: width) : words
        let indent = String(repeating: " ", count: form.indentation)
        let indented: [String] = new.map { $0.isEmpty ? "" : indent + $0 }
        let tail = body[body.utf8.index(after: oldLast)...]
        return String(header + headerBreak) + indented.joined(separator: String(headerBreak)) + String(tail)
    }

    /// Lines that are these once they are folded: between two that begin with no space, a break is written twice.
    private static func folded(_ lines: [Substring], width: Int) -> [Substring] {
        func isText(_ line: Substring) -> Bool { line.utf8.first.map { $0 != 0x20 && $0 != 0x09 } ?? false }
        var result: [Substring] = []
        var above: Substring?
        for line in lines {
            if let above, isText(above), isText(line) || line.isEmpty { result.append("") }
            result += isText(line) ? wrapped(line, width) : [line]
            above = line
        }
        return result
    }

    /// A line broken at single spaces, so that each part but a long word has at most so many characters.
    private static func wrapped(_ line: Substring, _ width: Int) -> [Substring] {
        var parts: [Substring] = []
        var start = line.startIndex
        var (count, last) = (0, Substring())
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            let isSingle = !last.isEmpty && !word.isEmpty && last.last != "\t" && word.first != "\t"
            if isSingle, count + 1 + word.count > width {
                parts.append(line[start..<last.endIndex])
                start = word.startIndex
                count = word.count
            } else {
                count += word.count + (count > 0 ? 1 : 0)
            }
            last = word
        }
        return parts + [line[start...]]
    }
}
