/// How models decline, in the languages in which they are heard to; lower case, with straight apostrophes.
struct RefusalPhrases: Sendable {
    /// The primary subtag of the language.
    let language: String
    /// How a refusal begins.
    let openings: PhraseSet
    /// What only a model says, of itself or of its task, within the first sentences.
    let ofModels: PhraseSet

    private init(language: String, openings: [String], ofModels: [String]) {
        self.language = language
        self.openings = PhraseSet(openings)
        self.ofModels = PhraseSet(ofModels)
    }

    /// All of them.
    static let all = [
        RefusalPhrases(
            language: "en",
            openings: [
                "i'm sorry, but i can", "i'm sorry, i can", "i am sorry, but i can", "i am sorry, i can",
                "i'm sorry, but i'm", "i'm sorry, but i am", "i'm sorry, but as an", "i'm sorry, but this",
                "sorry, but i can",
                "sorry, i can", "i apologize, but i", "i apologise, but i", "unfortunately, i can",
                "unfortunately, i am",
                "i can't assist", "i cannot assist", "i can't help with", "i cannot help with", "i can't fulfill",
                "i cannot fulfill", "i can't comply", "i cannot comply", "i can't provide", "i cannot provide",
                "i won't",
                "i'm unable to", "i am unable to", "i'm not able to", "i am not able to", "i must decline",
            ],
            ofModels: [
                "as an ai", "as a language model", "as a large language model", "i'm an ai", "i am an ai",
                "i'm just an ai", "i can't translate", "i cannot translate", "i won't translate", "unable to translate",
                "can't provide a translation", "cannot provide a translation", "can't assist with that request",
                "cannot assist with that request",
            ]),
        RefusalPhrases(
            language: "es",
            openings: [
                "lo siento, pero no puedo", "lo siento, no puedo", "lamento no poder", "lo lamento, pero no",
                "disculpa, pero no puedo",
                "disculpe, pero no puedo", "lamentablemente, no puedo", "no puedo ayudar", "no puedo proporcionar",
                "no puedo cumplir",
            ],
            ofModels: [
                "como modelo de lenguaje", "como una ia", "como ia", "como inteligencia artificial",
                "soy un modelo de lenguaje", "no puedo traducir",
            ]),
        RefusalPhrases(
            language: "fr",
            openings: [
                "je suis désolé, mais je ne", "je suis désolée, mais je ne", "désolé, mais je ne", "désolé, je ne",
                "je regrette, mais je ne", "je m'excuse, mais je ne", "malheureusement, je ne peux",
                "je ne peux pas vous aider", "je ne peux pas répondre", "je ne peux pas fournir",
            ],
            ofModels: [
                "en tant que modèle de langage", "en tant qu'ia", "en tant qu'intelligence artificielle",
                "je suis un modèle de langage", "je suis une ia", "je ne peux pas traduire",
            ]),
        RefusalPhrases(
            language: "de",
            openings: [
                "es tut mir leid, aber ich", "es tut mir leid, ich kann", "tut mir leid, aber ich",
                "tut mir leid, ich kann",
                "entschuldigung, aber ich kann", "leider kann ich", "ich kann ihnen dabei nicht",
                "ich kann dir dabei nicht",
                "ich kann diese anfrage nicht",
            ],
            ofModels: [
                "als ki", "als sprachmodell", "als ein sprachmodell", "als künstliche intelligenz",
                "ich bin ein sprachmodell",
                "ich bin eine ki", "kann diesen text nicht übersetzen",
            ]),
        RefusalPhrases(
            language: "it",
            openings: [
                "mi dispiace, ma non posso", "mi dispiace, non posso", "mi spiace, ma non posso",
                "spiacente, ma non posso",
                "purtroppo non posso", "non posso aiutarti con", "non posso fornire",
            ],
            ofModels: [
                "come modello linguistico", "come modello di linguaggio", "come ia", "in quanto ia",
                "in quanto modello linguistico", "sono un modello linguistico", "non posso tradurre",
            ]),
        RefusalPhrases(
            language: "pt",
            openings: [
                "desculpe, mas não posso", "desculpe, não posso", "desculpe, mas eu não", "sinto muito, mas não",
                "lamento, mas não posso", "infelizmente, não posso", "não posso ajudar com", "não posso fornecer",
            ],
            ofModels: [
                "como um modelo de linguagem", "como modelo de linguagem", "como uma ia", "como ia",
                "sou um modelo de linguagem", "não posso traduzir",
            ]),
        RefusalPhrases(
            language: "ru",
            openings: [
                "извините, но я не могу", "извините, я не могу", "простите, но я не могу", "к сожалению, я не могу",
                "я не могу помочь", "я не могу выполнить", "мне жаль, но я не могу", "сожалею, но я не могу",
            ],
            ofModels: [
                "как языковая модель", "как ии", "как искусственный интеллект", "я языковая модель",
                "я не могу перевести",
            ]),
        RefusalPhrases(
            language: "zh",
            openings: [
                "对不起，我无法", "对不起，我不能", "很抱歉，我无法", "很抱歉，我不能", "抱歉，我无法", "抱歉，我不能", "我无法提供", "我无法协助",
                "對不起，我無法", "很抱歉，我無法", "抱歉，我無法", "抱歉，我不能", "我無法提供", "我無法協助",
            ],
            ofModels: [
                "作为一个人工智能", "作为人工智能", "作为一个语言模型", "作为语言模型", "作为一个ai", "作为ai", "我无法翻译", "我不能翻译",
                "作為一個人工智慧", "作為語言模型", "作為ai", "我無法翻譯",
            ]),
        RefusalPhrases(
            language: "ja",
            openings: [
                "申し訳ありませんが、", "申し訳ございませんが、", "すみませんが、お手伝い", "すみませんが、その", "恐れ入りますが、その",
                "そのリクエストには", "そのご要望には",
            ],
            ofModels: [
                "aiとして", "言語モデルとして", "私はai", "ai言語モデル", "翻訳することはできません", "翻訳できません",
            ]),
        RefusalPhrases(
            language: "ko",
            openings: [
                "죄송합니다만", "죄송하지만", "죄송합니다. 저는", "죄송합니다, 저는", "죄송합니다. 해당", "도와드릴 수 없",
            ],
            ofModels: ["ai 언어 모델", "인공지능으로서", "언어 모델로서", "번역할 수 없"]),
    ]

    /// What a source says that may honestly become an opening: an apology or an inability, in many languages.
    static let apologies = PhraseSet([
        "sorry", "apolog", "unfortunately", "afraid", "regret", "pardon", "excuse", "can't", "cannot", "can not",
        "unable",
        "not able", "won't", "decline", "couldn't", "could not", "siento", "lament", "perdon", "perdón", "disculp",
        "puedo",
        "podemos", "désol", "desol", "regrett", "malheureus", "peux pas", "puis", "pouvons pas", "leid", "leider",
        "entschuldig", "verzeih", "bedauer", "kann", "können", "dispiac", "spiac", "purtroppo", "scus", "posso",
        "possiamo",
        "desculp", "sinto", "infelizmente", "podemos", "извин", "прост", "сожал", "жаль", "могу", "можем", "невозможно",
        "вибач", "жаль", "шкода", "можу", "przepraszam", "przykro", "niestety", "mogę", "możemy", "omlouv", "bohužel",
        "nemohu", "nemůž", "prepáč", "žiaľ", "sajn", "bocsán", "elnézést", "tyvärr", "ledsen", "förlåt", "beklag",
        "undskyld",
        "desværre", "valitettav", "anteeksi", "pahoitt", "spijt", "helaas", "kan niet", "üzgün", "maalesef", "özür",
        "对不起", "抱歉", "無法", "无法", "不能", "對不起", "遗憾", "遺憾", "不好意思", "申し訳", "すみません", "ごめん", "残念", "恐れ入り", "できません",
        "できない", "죄송", "미안", "유감", "없습니다", "없어", "آسف", "عذر", "متأسف", "ببخشید", "מצטער", "סליחה", "क्षमा", "माफ़", "खेद",
        "ขอโทษ",
        "เสียใจ", "ขออภัย", "xin lỗi", "rất tiếc", "maaf", "συγγνώμη", "λυπάμαι", "δυστυχώς", "съжаля", "žao", "nažalost",
        "жао", "нажалост", "pare rău",
        "regret", "scuz",
    ])

    /// What a source speaks of that may honestly become the words of a model.
    static let topics = PhraseSet([
        " ai", "a.i.", "artificial", "language model", "model", "llm", "gpt", "chatbot", "translat", "tradu",
        "übersetz",
        "vertal", "överfattar", "översätt", "oversæt", "oversett", "перев", "перекл", "прев", "tłumacz", "překl",
        "prekl", "fordít",
        "çevir", "翻译", "翻譯", "翻訳", "번역", "人工", "模型", "モデル", "모델", "인공", " ia ", " ki ", " ии ", " ші ", "künstlich",
        "sprachmodell", "modèle", "modelo", "modello", "модел", "ترجم", "תרג", "अनुवाद", "แปล", "dịch", "terjemah",
        "μετάφρα",
        "μεταφρά", "käänn", "assist", "request",
    ])
}
