import Support

/// What models do when they are asked to continue.
enum Misbehaviour: String, CaseIterable, Sendable {
    case goesOn = "goes on"
    case losesSpace = "loses the white space"
    case doublesSpace = "doubles the white space"
    case repeatsTail = "repeats the last words"
    case restarts = "starts again"
    case restartsAndDiverges = "starts again, other words"
    case restartsAndStops = "starts again and stops"
    case prefaces = "prefaces"
    case answers = "answers the instruction"

    static let prefaceLines = [
        "Sure, here is the continuation:", "Here's the rest of the translation:", "Continuing from where we left off…",
        "I apologize for the confusion. Here is the continuation of the translation:", "**Continuation:**",
        "Aquí está la continuación:", "¡Claro! Aquí tienes la continuación de la traducción:",
        "Continuando desde donde lo dejamos...", "Voici la suite :", "Bien sûr ! Voici la suite de la traduction :",
        "Hier ist die Fortsetzung:", "Natürlich, hier ist der Rest der Übersetzung:", "Вот продолжение:",
        "Конечно! Вот продолжение перевода:", "Продолжение перевода:", "Ecco la continuazione:",
        "Aqui está a continuação:", "好的，以下是继续的翻译：", "以下是续译的内容：", "はい、続きは次のとおりです：", "다음은 계속되는 번역입니다:",
        "إليك تتمة الترجمة:",
    ]

    static let replies = [
        "continue", "Continue.", "Continuar", "Continúa", "Continúe.", "Continuer", "Continuez…", "Fortfahren",
        "weiter",
        "Продолжить", "Продолжайте.", "继续", "继续。", "続ける", "続けて。", "계속", "متابعة", "Prossiga", "Prosegui!",
        "Please provide the text you would like me to translate.", "I have already translated everything.",
        "What would you like me to translate?", "It seems there is no text. Please provide it.",
        "Por favor, proporcione el texto que desea traducir.", "Ya he traducido todo el texto.",
        "¿Qué le gustaría que tradujera?", "Veuillez fournir le texte à traduire.", "J'ai déjà traduit tout le texte.",
        "Que souhaitez-vous que je traduise ?", "Bitte geben Sie den Text ein.", "Ich habe bereits alles übersetzt.",
        "Was soll ich übersetzen?", "Пожалуйста, предоставьте текст для перевода.", "Я уже перевёл весь текст.",
        "Что вы хотите перевести?", "请提供需要翻译的文本。", "我已经翻译完了。", "翻訳するテキストを提供してください。", "Per favore, fornisci il testo.",
        "Por favor, forneça o texto.", "يرجى تقديم النص.", "Here is the continuation:",
    ]
}
