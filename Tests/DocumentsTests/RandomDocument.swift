import Support

/// Documents that nobody would write, from everything that a reader could trip over.
struct RandomDocument {
    private static let atoms = [
        "word", "Two words.", "Ends here! ", "and, then; so: ", "  ", "\t", " ", "e\u{301}", "\u{301}", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷",
        "한국어",
        "漢字。", "日本語、かな！", "ไทย", "\u{200B}", "\u{3000}", "\u{FEFF}", "3.14", "—", "…", "«»", "\u{2028}", "- ", "1. ",
        "> ", "# ",
        "```", "~~~~", "````swift", "    ", "---", "===", "| a | b |", "|---|---|", "<!--", "-->", "<pre>", "[a]: /url",
        "`code`",
        String(repeating: "long", count: 40), String(repeating: "a b. ", count: 30),
    ]
    private static let endings = ["\n", "\n", "\n", "\r\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n \n", ""]

    let text: String

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var text = random.next() % 8 == 0 ? "\u{FEFF}" : ""
        let uniform = random.next() % 2 == 0 ? random.pick(Self.endings) : nil
        for _ in 0..<Int.random(in: 1...25, using: &random) {
            for _ in 0..<Int.random(in: 0...6, using: &random) { text += random.pick(Self.atoms) }
            text += uniform ?? random.pick(Self.endings)
        }
        self.text = text + "end"
    }
}
