/// What no translator may touch.
enum ProtectedSpan {
    /// The length in characters of the protected span that begins the text; `nil` when none does.
    static func length(at text: Substring) -> Int? {
        switch text.first {
        case "`": enclosed(text, by: "`")
        case "<": tag(text)
        case "{": enclosed(text, by: "}")
        case "⟦": enclosed(text, by: "⟧")
        case "%": format(text)
        case "&": entity(text)
        case "\\": text.dropFirst().first.map { _ in 2 }
        case "]": text.hasPrefix("](") ? enclosed(text, by: ")") : nil
        case "h", "H": url(text)
        default: nil
        }
    }

    /// Up to the closing character on the same line.
    private static func enclosed(_ text: Substring, by closing: Character) -> Int? {
        let line = text.dropFirst().prefix { !$0.isNewline }
        return line.firstIndex(of: closing).map { line.distance(from: line.startIndex, to: $0) + 2 }
    }

    private static func tag(_ text: Substring) -> Int? {
        guard let second = text.dropFirst().first, second.isLetter || second == "/" || second == "!" else { return nil }
        return enclosed(text, by: ">")
    }

    /// `%s`, `%d`, `%@`, `%1$s`, `%.2f`.
    private static func format(_ text: Substring) -> Int? {
        let flags = text.dropFirst().prefix { $0.isASCII && ($0.isNumber || "$.-+".contains($0)) }
        guard let kind = text.dropFirst(1 + flags.count).first, "sdfiux@".contains(kind) else { return nil }
        return flags.count + 2
    }

    private static func entity(_ text: Substring) -> Int? {
        let name = text.dropFirst().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") }
        return !name.isEmpty && text.dropFirst(1 + name.count).first == ";" ? name.count + 2 : nil
    }

    private static func url(_ text: Substring) -> Int? {
        guard text.hasPrefix("http://") || text.hasPrefix("https://") else { return nil }
        return text.prefix { !$0.isWhitespace && !")>\"'`]".contains($0) }.count
    }
}
