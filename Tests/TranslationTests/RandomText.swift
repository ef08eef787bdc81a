import Support

/// Random texts over the scripts and marks that seams must bear.
enum RandomText {
    private static let words = [
        "casa", "el", "niño", "corazón", "любовь", "и", "مرحبا", "世界", "東京へ", "ภาษาไทย", "👩‍👩‍👧‍👦", "e\u{301}toile", "10",
        "3,5",
        "state-of-the-art", "(véase)", "«sí»", "**bold**", "`code`", "|", "http://example.com/a-b?c=d", "…", "—", "a",
    ]
    private static let spaces = [" ", " ", " ", " ", "\n", "\n\n", ".\n\n- ", ", ", "  "]

    static func make(words count: Int, using generator: inout SeededGenerator) -> String {
        var text = ""
        for position in 0..<count {
            if position > 0 { text += spaces.randomElement(using: &generator) ?? " " }
            text += words.randomElement(using: &generator) ?? "x"
        }
        return text
    }
}
