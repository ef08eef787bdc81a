import Support

/// Answers as models give them, from chance: they go on, repeat, start again, or say something else.
enum RandomAnswer {
    private static let words = [
        "casa", "río", "niño", "el", "y", "de", "montaña", "agua", "luz", "verde", "10", "日本", "e\u{301}l",
    ]

    /// An answer to a request that carries the text, cut into chunks anywhere.
    static func chunks(after text: String, using generator: inout SeededGenerator) -> [String] {
        let new = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            (words.randomElement(using: &generator) ?? "")
                + (Int.random(in: 0..<6, using: &generator) == 0 ? ".\n" : "")
        }.joined(separator: " ")
        let whole =
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: text + " " + new
            case 1: String(text.suffix(12)) + " " + new
            case 2: String(text.prefix(Int.random(in: 0...20, using: &generator)))
            case 3: new
            default: " " + new
            }
        return cut(whole, using: &generator)
    }

    private static func cut(_ text: String, using generator: inout SeededGenerator) -> [String] {
        var (chunks, rest) = ([String](), text[...])
        while !rest.isEmpty {
            let length = Int.random(in: 1...7, using: &generator)
            chunks.append(String(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return chunks
    }
}
