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
    static let protected = ProtectedSpans([LaTeXSyntax.span, Address.url, Address.mail])

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
        for line in LineSequence(text.bytes[...]) {
            let content = String(decoding: text.bytes[line.content], as: UTF8.self)
            let code = content.prefix { $0 != "%" }
            guard let package = code.firstRange(of: "]{inputenc}"),
                let options = code[..<package.lowerBound].lastIndex(of: "[")
            else { continue }
            let names = code[code.index(after: options)..<package.lowerBound].split(separator: ",").map {
                $0.trimmingPrefix(while: \.isWhitespace).lowercased()
            }
            guard let name = names.last, !name.hasPrefix("utf8") else { continue }
            throw .malformed(
                .latex, line: text.line(of: line.content.lowerBound),
                what:
                    "inputenc says that the text is in \(name), and translations are written in UTF-8; write utf8 there"
            )
        }
    }

    /// Whether TeX reads a translation to its end as it does the source: all that is markup in it is in the source too, each
    /// brace has its other one, and no character means something that is not meant.
    static func fits(_ translation: String, inPlaceOf source: String) -> Bool {
        let new = Set(protected.census(of: translation).keys).subtracting(protected.census(of: source).keys)
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
