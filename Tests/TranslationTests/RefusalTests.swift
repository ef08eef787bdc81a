import Support
import Testing
import Translation

@Suite("A refusal", .light)
struct RefusalTests {
    private let rule = Completeness()
    private let source = """
        The siege lasted through the winter. When the gates were opened at last, the soldiers found the granaries empty and the
        wells poisoned, and of the nine thousand who had fled into the town fewer than two thousand were alive.
        """

    @Test(
        "is told from a translation in every language in which models decline",
        arguments: [
            ("en", "I’m sorry, but I can’t assist with that request."), ("en", "I cannot help with this."),
            ("en", "As an AI language model, I am not able to translate violent content."),
            ("es", "Lo siento, pero no puedo ayudarte con eso."),
            ("fr", "Je suis désolé, mais je ne peux pas vous aider."),
            ("de", "Es tut mir leid, aber ich kann dabei nicht helfen."), ("it", "Mi dispiace, ma non posso aiutarti."),
            ("pt-BR", "Desculpe, mas não posso ajudar com isso."),
            ("ru", "Извините, но я не могу выполнить этот запрос."),
            ("zh", "很抱歉，我无法协助处理这个请求。"), ("ja", "申し訳ありませんが、そのリクエストにはお応えできません。"),
            ("ko", "죄송하지만 그 요청은 도와드릴 수 없습니다."), ("de", "I'm sorry, but I can't translate this text."),
            ("sv", "I'm sorry, I can't help with that."),
            ("es", "Como modelo de lenguaje, no puedo traducir este texto."),
        ])
    func refusals(target: String, text: String) throws {
        #expect(rule.judge(text, of: source, into: try LanguageTag(target)) == .refusal)
    }

    @Test(
        "is none where the source says such a thing itself",
        arguments: [
            ("en", "Lo siento, no puedo ayudarte.", "I'm sorry, I can't help you."),
            ("en", "Ich kann dir dabei nicht helfen.", "I can't help with that."),
            ("de", "I'm sorry, but I can't.", "Es tut mir leid, aber ich kann nicht."),
            ("en", "Przepraszam, ale nie mogę.", "I'm sorry, but I can't."),
            ("en", "申し訳ありませんが、お手伝いできません。", "I'm sorry, but I can't help you."),
            (
                "en", "Der Chatbot sagte immer nur: „Als KI kann ich das nicht.“",
                "As an AI, I can't, was all it ever said."
            ),
            ("es", "As an AI language model, I cannot translate.", "Como modelo de lenguaje, no puedo traducir."),
            ("fr", "Sorry, I can not come tonight.", "Désolé, je ne peux pas venir ce soir."),
        ])
    func translations(target: String, source: String, text: String) throws {
        #expect(rule.judge(text, of: source, into: try LanguageTag(target)) == .plausible)
    }

    @Test("is none where a person in a story declines at a story's length")
    func dialogue() throws {
        let text =
            "I won't, said the captain, and he looked at the gates, and at the snow, and at the nine thousand behind him."
        let source = "Nie, powiedział kapitan i spojrzał na bramy, i na śnieg, i na dziewięć tysięcy ludzi za sobą."
        #expect(rule.judge(text, of: source, into: try LanguageTag("en")) == .plausible)
    }
}
