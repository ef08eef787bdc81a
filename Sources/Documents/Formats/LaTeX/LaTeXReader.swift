import Translation

/// LaTeX: paragraphs, items, titles and captions are texts.
///
/// It errs on the side of the source: commands, math, references and comments stay, what stands in the braces of a command
/// that is not known to take text stays, unknown environments and tables stay, and so does every paragraph with anything
/// in it that is not understood. Of the preamble, only the title is a text.
enum LaTeXReader: DocumentFormatReader {
    static let title = "LaTeX"
    static let nameExtensions = ["tex", "latex", "ltx"]
    static let isContinuous = true
    static let rules =
        "The text is LaTeX: keep commands, braces, math, references and comments; translate only the prose."
    static let protected = ProtectedSpans([LaTeXSyntax.span, address])

    /// An address in running text, where dashes are written as two or three hyphens, and a space that is kept as a tilde.
    private static let address: ProtectedSpans.Matcher = { bytes, start in
        guard let end = Address.url(bytes, start) ?? Address.mail(bytes, start) else { return nil }
        let span = bytes[start..<end]
        let dash = span.firstRange(of: "--".utf8)?.lowerBound ?? end
        return min(dash, span.firstIndex(of: UInt8(ascii: "~")) ?? end)
    }

    private static let syntax = ProtectedSpans([LaTeXSyntax.span])

    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool {
        LineSequence(head).first { !$0.isBlank && head[$0.content.lowerBound] != UInt8(ascii: "%") }
            .map { head[$0.content].starts(with: "\\documentclass".utf8) } ?? false
    }

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        try checkEncoding(text)
        return Block.filling(try LaTeXScanner.units(of: text), count: text.bytes.count)
    }

    /// Translations are written in UTF-8, which a text that is told to be in another encoding would show as other letters.
    private static func checkEncoding(_ text: DocumentText) throws(DocumentError) {
        var preamble: [UInt8] = []
        for line in LineSequence(text.bytes[...]) {
            let content = text.bytes[line.content]
            if content.firstRange(of: "\\begin{document}".utf8) != nil { break }
            // Comments go, places stay.
            preamble += content.prefix { $0 != UInt8(ascii: "%") }
            preamble += repeatElement(0x20, count: line.range.upperBound - preamble.count)
        }
        var rest = preamble[...]
        while let package = rest.firstRange(of: "]{inputenc}".utf8) {
            let before = rest[..<package.lowerBound]
            rest = rest[package.upperBound...]
            guard let open = before.lastIndex(of: UInt8(ascii: "[")),
                commands.contains(where: { before[..<open].suffix($0.utf8.count).elementsEqual($0.utf8) })
            else { continue }
            let options = String(decoding: before[open...].dropFirst(), as: UTF8.self).split(separator: ",")
            let name = options.last.map { $0.lowercased().filter { !$0.isWhitespace } } ?? ""
            guard !name.isEmpty, !name.hasPrefix("utf8"), !name.hasPrefix("\\") else { continue }
            throw .malformed(
                .latex, line: text.line(of: package.lowerBound),
                what:
                    "inputenc says that the text is in \(name), and translations are written in UTF-8; write utf8 there"
            )
        }
    }

    private static let commands = ["\\usepackage", "\\RequirePackage"]

    /// Whether TeX reads a translation to its end as it does the source: all that is markup in it is in the source too, each
    /// brace has its other one, and no character means something that is not meant.
    static func fits(_ translation: String, inPlaceOf source: String) -> Bool {
        let new = Set(syntax.census(of: translation).keys).subtracting(syntax.census(of: source).keys)
        // What TeX wants to be written so is text.
        guard new.isSubset(of: ["\\%", "\\&", "\\_", "\\#", "\\$", "\\{", "\\}"]) else { return false }
        var (wanted, found) = (structure(of: source).counts, structure(of: translation).counts)
        // Braces that are in order may be more or fewer: “{\ss}” is a letter.
        wanted[braces] = nil
        found[braces] = nil
        return wanted == found
    }

    private static let braces = "braces"

    /// Braces, characters that mean something to TeX, and ends of paragraphs, outside of what is protected.
    static func structure(of text: String) -> TextStructure {
        let bytes = Array(text.utf8)
        var counts: [String: Int] = [:]
        var (index, depth, wasBreak) = (0, 0, false)
        while index < bytes.count {
            let byte = bytes[index]
            switch LaTeXSyntax.token(bytes, index) {
            case .span(let end, let opened):
                depth += opened
                index = end
                // A comment ends with its line, and another line's end behind it is a blank line.
                wasBreak = byte == UInt8(ascii: "%")
                continue
            case .letter(let end):
                index = end
                wasBreak = false
                continue
            case .unknown: break
            }
            switch byte {
            case UInt8(ascii: "{"):
                depth += 1
                counts[braces, default: 0] += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth < 0 { counts["braces closed before they are opened"] = 1 }
            case UInt8(ascii: "&"), UInt8(ascii: "#"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "$"),
                UInt8(ascii: "\\"):
                counts["special characters", default: 0] += 1
            case UInt8(ascii: "\n"):
                if wasBreak { counts["ends of paragraphs", default: 0] += 1 }
            default: break
            }
            wasBreak = byte == UInt8(ascii: "\n") || wasBreak && byte <= 0x20
            index += 1
        }
        if depth > 0 { counts["braces left open"] = depth }
        return TextStructure(counts: counts)
    }
}
