import Support
import Testing
import Translation

@Suite("A seam", .light)
struct SeamTests {
    private func join(_ settled: String, _ continuation: String) -> String {
        var transcript = Transcript(settled: settled)
        transcript.append(continuation)
        transcript.finish(isComplete: true)
        return transcript.joined
    }

    @Test(
        "keeps the white space right",
        arguments: [
            ("Hola mun", " mundo entero", "Hola mundo entero"),
            ("Hola mun", "mundo entero", "Hola mundo entero"),
            ("Hola ", "mundo", "Hola mundo"),
            ("Uno.\n\n", "Dos.", "Uno.\n\nDos."),
            ("Uno.\n\n", " Dos.", "Uno.\n\nDos."),
            ("Uno.\n\n", "\n\nDos.", "Uno.\n\nDos."),
            ("Uno.\n", "\n\nDos.", "Uno.\n\nDos."),
            ("Hola mun", ", amigo mío", "Hola, amigo mío"),
            ("我喜欢读", "读书。", "我喜欢读书。"),
            ("ฉันรัก", "กการอ่าน", "ฉันรักการอ่าน"),
            ("son 10", " 100 km", "son 100 km"),
        ])
    func whiteSpace(settled: String, continuation: String, joined: String) {
        #expect(join(settled, continuation) == joined)
    }

    @Test(
        "drops what is repeated, and nothing else",
        arguments: [
            // The whole tail again.
            ("El gato duerme en la cas", "duerme en la casa grande.", "El gato duerme en la casa grande."),
            // Everything again from the top.
            (
                "El gato duerme en la ca", "El gato duerme en la casa grande.", "El gato duerme en la casa grande."
            ),
            // A single letter, or a short word, is no repetition.
            ("The end is ne", "end", "The end is end"),
            ("muy bonito, muy ", "muy bonito", "muy bonito, muy muy bonito"),
            ("ha ha ", "ha ha ha", "ha ha ha ha ha"),
        ])
    func repetition(settled: String, continuation: String, joined: String) {
        #expect(join(settled, continuation) == joined)
    }

    @Test("keeps a duplicate rather than dropping text when in doubt")
    func doubt() {
        let joined = join("Uno dos tres cua", "Un comienzo distinto")
        #expect(joined == "Uno dos tres Un comienzo distinto")
    }

    @Test("sees a restart that stopped on the way as nothing new")
    func restartStops() {
        let settled = "El gato duerme en la casa de mi abuela y"
        #expect(join(settled, "El gato duerme en la casa") == settled)
    }
}
