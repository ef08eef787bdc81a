import Support
import Testing
import Translation

@Suite("A seam, in every way of writing", .light)
struct SeamWritingTests {
    private static let texts = [
        "El gato duerme en la casa grande de mi abuela, y sueña con ratones.",
        "Le chat dort : il rêve ! Qu’en sais-tu\u{202F}? « Rien », dit-elle ; et voilà.",
        "Кошка спит в большом доме моей бабушки и видит сны о мышах.",
        "القِطَّة تنام في بيت جدّتي الكبير، وتحلم بالفئران.",
        "猫在我奶奶的大房子里睡觉，梦见了老鼠。\n\n它很快乐。",
        "猫は祖母の大きな家で眠り、ネズミの夢を見る。コ\u{30FC}ヒ\u{30FC}か\u{3099}好きた\u{3099}。",
        "แมวนอนหลับอยู่ในบ้านหลังใหญ่ของคุณยาย และฝันถึงหนูตัวเล็ก ๆ ที่น้ำตก",
        "Family 👩‍👩‍👧‍👦 flags 🇪🇸🇫🇷 thumbs 👍🏽👍🏿 heart ❤️‍🔥 keycap 1️⃣ 👩🏾‍🚀!",
        "Le cafe\u{301} de l\u{2019}e\u{301}te\u{301}, o\u{302}\u{323} n\u{303} a\u{308}; क्षि नि र्मा.",
        "Von hier sind es 100 km, also 10 000 m oder 1.250,75 Ellen; 50 % davon.",
        "A well-known, state-of-the-art half-way house: mother-in-law’s e-mail.",
        "# Title\n\n- one\n  - two\n    - [ ] three\n1. four\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n```sh\nls -l\n```\n\nend  \nline.",
    ]

    @Test("is exact after a cut at any scalar, whatever white space the model gives or loses", arguments: texts)
    func everyCut(whole: String) {
        for cut in 1..<whole.unicodeScalars.count {
            let settled = String(scalars: whole.unicodeScalars.prefix(cut))
            let prefix = Transcript(settled: settled).prefix
            let next = whole.unicodeScalars.dropFirst(prefix.unicodeScalars.count)
            let words = next.drop { $0.properties.isWhitespace }
            for answer in [String(scalars: next), String(scalars: words)] {
                var transcript = Transcript(settled: settled)
                transcript.append(answer)
                transcript.finish()
                let isInsideOfWhite =
                    settled.last?.isWhitespace == true && words.first.map { _ in true } ?? false
                    && !whole.hasPrefix(settled + String(scalars: words.prefix(1)))
                if answer != String(scalars: next), isInsideOfWhite { continue }
                #expect(
                    transcript.joined.unicodeScalars.elementsEqual(whole.unicodeScalars),
                    "“\(settled)” + “\(answer)” = “\(transcript.joined)”")
            }
        }
    }

    @Test(
        "keeps the line breaks and the spaces that were there",
        arguments: [
            // What was received before the beginning of the next word is exactly what stands there.
            ("- uno\n- do", "- dos\n- tres", "- uno\n- dos\n- tres"), ("- uno\n- do", " - dos", "- uno\n- dos"),
            ("- uno\n  - do", "- dos", "- uno\n  - dos"), ("- uno\n    ", "\n- dos", "- uno\n    - dos"),
            ("| a | b |\n| --", "| --- | --- |\n| 1 | 2 |", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
            ("Así:\n\n``", "```sh\nls\n```", "Así:\n\n```sh\nls\n```"),
            ("```sh\nls\n`", "```\n\nFin.", "```sh\nls\n```\n\nFin."),
            ("Uno.\r\n\r\nDo", "Dos.", "Uno.\r\n\r\nDos."), ("Uno.\r", "\r\nDos.", "Uno.\r\nDos."),
            // Two spaces before a line break are one.
            ("calle  ", "\nciudad", "calle  \nciudad"), ("calle ", "\nciudad", "calle\nciudad"),
            // A doubled space, where the right one is known.
            ("el gato du", "  duerme", "el gato duerme"), ("el gato du", " come", "el gato come"),
            ("Bonjour ", "! Ça va ?", "Bonjour ! Ça va ?"), ("Bonjour\u{202F}", "!", "Bonjour\u{202F}!"),
            ("uno\n- [ ", "- [ ] leer", "uno\n- [ ] leer"), ("Hola ", ", amigo", "Hola, amigo"),
            // Numbers.
            ("son 10", " 100 km", "son 100 km"), ("son 10", "100 km", "son 100 km"),
            ("son 10 0", "000 km", "son 10 000 km"),
            ("son 10 ", "000 km", "son 10 000 km"), ("sube un 5", "50 % más", "sube un 50 % más"),
            // Hyphens.
            ("a well-", "well-known man", "a well-known man"),
            ("a state-of-", " state-of-the-art", "a state-of-the-art"),
        ])
    func white(settled: String, answer: String, joined: String) {
        #expect(join(settled, answer).joined == joined)
    }

    @Test("never sends or shows half of a grapheme", arguments: texts)
    func graphemes(whole: String) {
        for cut in 1..<whole.unicodeScalars.count {
            let settled = String(scalars: whole.unicodeScalars.prefix(cut))
            let prefix = Transcript(settled: settled).prefix
            #expect(whole.hasPrefix(prefix), "after \(cut) scalars “\(prefix)” was sent")
            #expect(prefix.last?.isWhitespace != true)
        }
    }
}

/// What a continuation makes of a text.
func join(_ settled: String, _ answer: String, mode: ResumeMode = .continue, isComplete: Bool = true) -> Transcript {
    var transcript = Transcript(settled: settled, mode: mode)
    transcript.append(answer)
    transcript.finish(isComplete: isComplete)
    return transcript
}
