import Support

/// Ways of writing, and random texts in each.
enum Script: String, CaseIterable, Sendable {
    case latin, hyphenated, french, cyrillic, arabic, chinese, japanese, thai, emoji, marks, numbers, markdown

    private static let syllables: [Script: [String]] = [
        .latin: "ca sa río ni ño el ve mar tín qui cor zón lu pe gra fe ".split(separator: " ").map(String.init),
        .hyphenated: ["state-", "well", "known", "mid-", "way", "ice", "self-", "made", "o'", "clock", "up", "to"],
        .french: ["au", "jour", "d’hui", "voi", "là", "été", "ché", "ri", "œu", "vre", "gar", "çon", "nez", "fut"],
        .cyrillic: ["ка", "до", "мой", "лю", "бовь", "стра", "ни", "ца", "съел", "ёж", "щу", "ки", "ты", "ра"],
        .arabic: ["كتا", "ب", "مَد", "رسة", "ال", "بيت", "نور", "شمس", "وال", "قلم", "حِبر", "ما", "ء", "سلا"],
        .chinese: "我喜欢读书的人在山上看见一只白鹤飞过大江东去浪淘尽千古风流物".map(String.init),
        .japanese: "私は本を読むのが好きです東京へ行きました猫カフェコーヒー".map(String.init) + ["が", "か\u{3099}", "ッ"],
        .thai: ["ฉัน", "รัก", "กา", "ร", "อ่าน", "หนัง", "สือ", "ที่", "น้ำ", "บ้าน", "เมือง", "ไทย", "ผู้", "ใหญ่"],
        .emoji: [
            "👩‍👩‍👧‍👦", "👍🏽", "🇪🇸", "🇫🇷", "❤️‍🔥", "a", "ok", "🏳️‍🌈", "ho", "la", "1️⃣", "👩🏾‍🚀", "mi", "re", "👨‍💻",
        ],
        .marks: ["e\u{301}", "n\u{303}", "a\u{308}", "ka", "to", "o\u{302}\u{323}", "re", "क्षि", "नि", "र्मा", "ण", "zu"],
        .numbers: ["10", "0", "3,5", "1.250", "km", "7", "%", "2024", "-", "12", "kg", "€", "99", "4", "x"],
        .markdown: ["**ne", "gri", "ta**", "`co", "de`", "en", "la", "ce", "[a](b)", "_x_", "pun", "to", "ro", "so"],
    ]

    private var hasSpaces: Bool { ![.chinese, .japanese, .thai].contains(self) }

    func word(using generator: inout SeededGenerator) -> String {
        let syllables = Self.syllables[self] ?? []
        return (0..<Int.random(in: 1...4, using: &generator)).reduce(into: "") { word, _ in
            word += syllables.randomElement(using: &generator) ?? ""
        }
    }

    /// What may stand between two words.
    private func border(using generator: inout SeededGenerator) -> String {
        let chance = Int.random(in: 0..<40, using: &generator)
        switch self {
        case .chinese, .japanese:
            return chance < 4
                ? "，" : chance < 7 ? "。" : chance < 8 ? "。\n" : chance < 9 ? "。\n\n" : chance < 10 ? "\u{3000}" : ""
        case .thai: return chance < 6 ? " " : chance < 7 ? "\n" : ""
        case .french where chance < 6: return [" : ", "\u{202F}! ", "\u{A0}; ", " « ", " », ", " ? "][chance]
        case .markdown where chance < 16:
            return [
                "\n- ", "\n  - ", "\n1. ", "\n\n## ", " | ", " |\n| --- | --- |\n| ", "\n\n```\n", "\n```\n\n", "  \n",
                "\n> ",
                "\n\n", "\n    ", "\n- [ ] ", "\n* ", "\n\n---\n\n", "\t",
            ][chance]
        default:
            return chance < 3
                ? ".\n\n"
                : chance < 5
                    ? "\n"
                    : chance < 8
                        ? ", "
                        : chance < 10
                            ? ". "
                            : chance < 11
                                ? "\r\n"
                                : " "
        }
    }

    /// A text of so many words.
    func text(words count: Int, using generator: inout SeededGenerator) -> String {
        var text = word(using: &generator)
        for _ in 1..<count {
            text += border(using: &generator)
            text += word(using: &generator)
        }
        return text + (hasSpaces ? "." : "。")
    }
}
