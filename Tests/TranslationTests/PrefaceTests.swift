import Support
import Testing
import Translation

@Suite("Words about the task before a translation", .besideAnother)
struct PrefaceTests {
    private static let text = "The river was quiet."

    @Test(
        "are found",
        arguments: [
            "Sure! Here is the translation:\n\nEl río", "Here's the translated text:\nEl río",
            "**Here is the Spanish translation:**\nEl río", "Claro, aquí está la traducción:\nEl río",
            "Voici la traduction :\nLa rivière", "Hier ist die Übersetzung:\nDer Fluss", "Вот перевод:\nРека",
            "以下是翻译：\n河", "```\nEl río\n```", "```markdown\nEl río\n```",
        ])
    func found(answer: String) {
        let first = answer.split(separator: "\n")[0]
        #expect(Preface.line(of: answer, source: Self.text) == String(first))
    }

    @Test(
        "are none where the text may say so itself",
        arguments: [
            ("El río estaba tranquilo.", text), ("", text), ("Aquí está el río:\nel más largo", text),
            ("Here is the rest of the story:\nab", "Aquí está el resto:\nab"),
            ("Here is the translation:\nab", "Aquí está la traducción:\nab"),
            ("Вот реквизиты для перевода:\nab", "Here are the details for the bank transfer:\nab"),
            ("```a``` es\nb", "The ```a```\nb"), ("```\ncode\n```", "```\ncode\n```"),
            ("Here is a translation\nab", text),
            ("The translation of it:\nab", text),
        ])
    func none(answer: String, source: String) {
        #expect(Preface.line(of: answer, source: source) == nil)
    }
}
