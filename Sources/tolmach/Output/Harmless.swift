/// Text from a document, a file's name or an endpoint, such that no terminal obeys it.
///
/// ECMA-48 gives control characters a meaning, in 7 bits (ESC and what follows it) and in 8 (U+0080 to U+009F, which
/// xterm obeys in UTF-8 too): they move the cursor, set titles, and fill the clipboard. To a pipe and into a file a
/// document goes as it is: there it is data.
extension Output {
    /// A document's text as it is shown: on a terminal, control characters other than line break and tab are shown as
    /// pictures of themselves (U+2400…).
    ///
    /// Marks for the direction of writing stay, since Arabic and Hebrew texts are spelled with them.
    static func harmless(_ text: String) -> String {
        guard isTerminal else { return text }
        return replacing(in: text) { $0 == "\n" || $0 == "\t" }
    }

    /// A name or a message within a line of ours, wherever it goes: one line, without control characters, and without
    /// marks that turn the direction of what stands behind it (Unicode Standard Annex 9).
    static func label(_ text: String) -> String {
        let line = replacing(in: text.singleLine) { _ in false }
        guard line.unicodeScalars.contains(where: \.turnsDirection) else { return line }
        return String(String.UnicodeScalarView(line.unicodeScalars.map { $0.turnsDirection ? "\u{FFFD}" : $0 }))
    }

    /// Several lines of ours with such names in them.
    static func labels(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { label(String($0)) }
            .joined(separator: "\n")
    }

    private static func replacing(in text: String, except isAllowed: (Unicode.Scalar) -> Bool) -> String {
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case _ where isAllowed(scalar): view.append(scalar)
            case 0x0D: continue
            case 0..<0x20: view.append(Unicode.Scalar(scalar.value + 0x2400) ?? "\u{FFFD}")
            case 0x7F...0x9F: view.append("\u{FFFD}")
            default: view.append(scalar)
            }
        }
        return String(view)
    }
}

extension Unicode.Scalar {
    /// Embeddings, overrides and isolates of the bidirectional algorithm.
    var turnsDirection: Bool { (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }
}
