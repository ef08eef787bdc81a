import Support
import Testing
import Translation

@Suite("A model that starts again", .light)
struct SeamRestartTests {
    private let text = """
        El gato duerme en la casa grande de mi abuela y sueña con ratones de colores que bailan en la cocina. \
        Mientras tanto, la lluvia cae despacio sobre los tejados del pueblo, y nadie sale a la ca
        """

    @Test("from the top and goes on is joined where it goes on")
    func exact() {
        let transcript = join(text, text + "lle. Fin.")
        #expect(transcript.joined == text + "lle. Fin.")
        #expect(transcript.junction == .startsAgain)
    }

    @Test("and stops on the way brought nothing new", arguments: [20, 60, 104, 150])
    func stops(length: Int) {
        for end in ["", ".", "…"] {
            let transcript = join(text, String(text.prefix(length)) + end)
            #expect(transcript.joined == text)
            #expect(!transcript.hasNewText)
            #expect(transcript.junction == .startsAgain)
        }
    }

    @Test(
        "in partly other words is joined where it goes on",
        arguments: [
            ("ratones de colores", "unos ratones coloreados"), ("Mientras tanto, la", "La"),
            ("y sueña", ", y allí sueña"),
            ("del pueblo", "de la vieja aldea"), ("cocina. ", "cocina.\n\n"),
        ])
    func otherWords(words: String, others: String) {
        let transcript = join(text, text.replacing(words, with: others) + "lle. Fin.")
        #expect(transcript.joined == text + "lle. Fin.")
        #expect(transcript.junction == .startsAgain)
    }

    @Test("and never comes back to the text keeps both, from where they differ")
    func parts() {
        let settled = text + " y"
        let other =
            String(text.prefix(110)) + "El viento sopla. "
            + String(repeating: "Cada noche cuenta la abuela una historia distinta a los niños. ", count: 8)
        let joined = join(settled, other).joined
        #expect(joined.hasPrefix(text.dropLast(3)))
        #expect(joined.hasSuffix(other.dropFirst(110)))
        #expect(joined.count(where: { $0 == "G" || $0 == "E" }) == 2, "what was said again word for word is there once")
    }

    @Test("in other words and breaks off before it is past the text brought nothing new, but whole it is kept")
    func breaksOff() {
        let answer = String(text.prefix(110)) + "los gatos maúllan"
        #expect(join(text, answer, isComplete: false).joined == text)
        #expect(join(text, answer, isComplete: true).joined.hasSuffix("los gatos maúllan"))
    }

    @Test("is not seen in a list whose items begin alike")
    func alike() {
        let settled = "- Haga clic en el botón Guardar para terminar.\n"
        let answer = "- Haga clic en el botón Cerrar para terminar.\n- Fin."
        #expect(join(settled, answer).joined == settled + answer)
    }

    @Test("is not seen in a refrain")
    func refrain() {
        #expect(join("ha ha ha ha ha ha ha ha ha ", "ha ha ha ha").joined == "ha ha ha ha ha ha ha ha ha ha ha ha ha")
        #expect(join("哈哈哈哈哈哈哈哈哈哈哈哈", "哈哈哈哈哈哈哈。").joined == "哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈。")
        let rule = "| --- | --- |\n| --- "
        #expect(join(rule, "| --- | --- |").joined == "| --- | --- |\n| --- | --- |")
    }

    @Test(
        "where it was asked to is compared with the text, which is never taken back",
        arguments: [
            ("El gato duerme en la ca", "El gato duerme en la casa.", "El gato duerme en la casa."),
            ("El gato duerme en la ca", "El gato duer", "El gato duerme en la ca"),
            (
                "Uno. El gato duerme en la casa de ayer", "Uno: El gato duerme en la casa de hoy mismo.",
                "Uno. El gato duerme en la casa de hoy mismo."
            ),
        ])
    func asked(settled: String, answer: String, joined: String) {
        #expect(Transcript(settled: settled, mode: .restart).prefix.isEmpty)
        #expect(join(settled, answer, mode: .restart).joined == joined)
    }

    @Test("with a hundred thousand characters takes no longer than reading them", .timeLimit(.minutes(40)))
    func long() {
        var whole = ""
        for number in 0..<12_000 { whole += "palabra\(number % 977 * number % 1009) " }
        let settled = String(whole.dropLast(9))
        var transcript = Transcript(settled: settled)
        var rest = Substring(whole + "fin.")
        while !rest.isEmpty {
            transcript.append(String(rest.prefix(4)))
            rest = rest.dropFirst(4)
        }
        transcript.finish()
        #expect(transcript.joined == whole + "fin.")
        #expect(transcript.junction == .startsAgain)
    }
}

@Suite("A model that repeats the end", .light)
struct SeamTailTests {
    @Test(
        "is joined behind it",
        arguments: [
            ("El gato duerme en la cas", "duerme en la casa grande.", "El gato duerme en la casa grande."),
            ("Кошка спит в большом до", "в большом доме.", "Кошка спит в большом доме."),
            ("猫在我奶奶的大房子里睡觉", "奶奶的大房子里睡觉，做梦。", "猫在我奶奶的大房子里睡觉，做梦。"),
            ("แมวนอนหลับอยู่ในบ้านหลังใหญ่", "อยู่ในบ้านหลังใหญ่ของยาย", "แมวนอนหลับอยู่ในบ้านหลังใหญ่ของยาย"),
            ("- uno\n- dos y med", "- dos y medio\n- tres", "- uno\n- dos y medio\n- tres"),
            ("la casa de la cas", "la casita", "la casa de la casita"),
            ("Uno dos tres cuatro cinco.\n\n", "tres cuatro cinco.\n\nSeis.", "Uno dos tres cuatro cinco.\n\nSeis."),
        ])
    func tail(settled: String, answer: String, joined: String) {
        let transcript = join(settled, answer)
        #expect(transcript.joined == joined)
        #expect(transcript.junction == .repeatsTail)
    }

    @Test(
        "is not seen in a letter, a short word, or words that only begin alike",
        arguments: [
            ("The ", "end", "The end"), ("This is the ", "end", "This is the end"),
            ("in the end the ", "the", "in the end the the"),
            ("El gato duerme en la ", "el gato duerme en lana.", "El gato duerme en la el gato duerme en lana."),
            ("Un gato que duerme y ", "y duerme", "Un gato que duerme y y duerme"),
        ])
    func chance(settled: String, answer: String, joined: String) {
        #expect(join(settled, answer).joined == joined)
        #expect(join(settled, answer).junction != .repeatsTail)
    }

    @Test(
        "that breaks off within a few words adds nothing, since a duplicate would stay",
        arguments: ["El", "El teacher", "El teacher no"])
    func brokenOffEarly(answer: String) {
        #expect(join("El teacher no tiene", answer, isComplete: false).joined == "El teacher no tiene")
    }
}
