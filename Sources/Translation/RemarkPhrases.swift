/// Set phrases in which models talk about the task: in English, Spanish, French, German, Italian, Portuguese, Russian,
/// Chinese, Japanese, Korean, Arabic; lower case.
///
/// Each list is as short as it can be: a phrase that a document may hold for its own sake costs text.
enum RemarkPhrases {
    typealias Phrase = [Unicode.Scalar]

    /// What prefaces and answers begin with, by first letter; only text that does is looked at further.
    static let openers: [Unicode.Scalar: [Phrase]] = {
        let all = prefaceOpeners + answers.map { $0[0] } + `continue`
        return Dictionary(grouping: all) { $0[0] }
    }()

    private static let prefaceOpeners: [Phrase] = phrases(
        """
        sure|certainly|of course|absolutely|okay|ok|here is|here's|here are|below is|continuing|continuation
        the continuation|continued|let me continue|i'll continue|i will continue|understood|i apologize|apologies
        claro|por supuesto|desde luego|aquí|continuando|continuación|a continuación|la continuación|entendido|lo siento
        voici|bien sûr|d'accord|certainement|suite|la suite|je continue|continuons|désolé
        hier|natürlich|gerne|sicher|selbstverständlich|fortsetzung|die fortsetzung|entschuldigung|weiter
        ecco|certo|certamente|continuazione|la continuazione|proseguo|continuo
        aqui|com certeza|continuação|a continuação|segue
        вот|конечно|разумеется|хорошо|продолжение|продолжаю|продолжаем|извините
        好的|当然|以下是|这是|继续|接着|接下来|好的
        はい|承知|もちろん|以下|続き|こちら|わかりました|かしこまりました
        네|물론|다음은|계속|여기
        بالتأكيد|بالطبع|إليك|تفضل|حسنا|حسنًا|تتمة|متابعة|فيما يلي
        """)

    /// That something goes on.
    static let continuing = phrases(
        """
        continu|rest of|remainder|left off|resto|la suite|reste de|fortsetz|geht es weiter|geht's weiter|prosegu
        продолж|остальн|остаток|继续|接着|余下|剩余|下文|续|続き|残り|계속|나머지|이어|تتمة|متابعة|بقية|باقي
        """)

    /// That it is a translation.
    static let translating = phrases(
        """
        translat|traducc|traducid|traduction|traduit|übersetz|traduzion|tradott|tradução|traduzid|перевод|перевед|翻译|译文
        翻訳|번역|ترجمة
        """)

    /// That it broke off.
    static let leftOff = phrases(
        """
        left off|where we stopped|where i stopped|where it stopped|lo dejamos|lo dejé|nos quedamos|me quedé
        nous nous étions arrêtés|je me suis arrêté|nous en étions|aufgehört|stehen geblieben|abgebrochen
        dove eravamo rimasti|dove ci eravamo|onde paramos|onde parei|где остановил|на чём остановил|места, где
        从上次|上次中断|中断的地方|前回の続き|中断したところ|멈춘|중단된|حيث توقف
        """)

    /// Answers: how they begin, and what else they hold.
    static let answers: [[Phrase]] =
        """
        please provide|text;please provide|content;please share|text;please send|text;please paste|text
        could you please provide|text;could you please share|text;it seems|text|provide;it looks like|text|provide
        i have already translated;i've already translated;i have translated;i've translated all;i've translated the
        i have completed the translation;i've completed the translation;i have finished translating
        the translation is complete;the translation is already complete;the entire text has been translated
        the text has already been translated;the text has been fully translated;there is no more text
        there is nothing more to translate;there is nothing left to translate;what would you like me to|transl
        what would you like to|transl;what text would you like;which text would you like;what should i translate
        i'm ready to|transl;i am ready to|transl;sure|what would you like;of course|please provide;sure|please provide
        i'm sorry|provide|text;i don't see|text;would you like me to|transl
        por favor, proporcion|texto;por favor, envía|texto;por favor, envíe|texto;por favor, comparte|texto
        claro|por favor|texto que;ya he traducido;he traducido todo;la traducción está completa
        la traducción ya está completa;el texto ya está traducido;el texto ya ha sido traducido
        no hay más texto|traduc;qué te gustaría que|tradu;qué le gustaría que|tradu;qué quieres que|tradu
        qué texto|tradu;qué desea|tradu
        veuillez fournir|texte;veuillez me fournir|texte;pourriez-vous|texte|tradui;j'ai déjà traduit;j'ai traduit tout
        la traduction est terminée;la traduction est complète;le texte a déjà été traduit;il n'y a plus de texte
        que souhaitez-vous|tradui;que voulez-vous que|tradui;quel texte|tradui;bien sûr|fourni|texte
        bitte geben sie|text;bitte gib|text;bitte senden sie|text;bitte stellen sie|text;bitte teilen sie|text
        ich habe bereits alles übersetzt;ich habe bereits den|übersetz;ich habe den text bereits|übersetz
        ich habe alles übersetzt;die übersetzung ist vollständig;die übersetzung ist abgeschlossen
        der text ist bereits|übersetz;es gibt keinen weiteren text;was soll ich|übersetz;was möchten sie|übersetz
        welchen text|übersetz
        per favore, fornisci|testo;per favore, fornisca|testo;ho già tradotto;la traduzione è completa
        il testo è già stato tradotto;non c'è altro testo;cosa vuoi che|trad;cosa vorresti|trad;quale testo|trad
        por favor, forneça|texto;por favor, envie|texto;já traduzi;a tradução está completa;o texto já foi traduzido
        não há mais texto;o que você gostaria|tradu;qual texto|tradu
        пожалуйста, предоставьте|текст;пожалуйста, пришлите|текст;пожалуйста, отправьте|текст;я уже перевел;я уже перевёл
        я уже всё перев;я перевел весь;я перевёл весь;перевод завершен;перевод завершён;текст уже перевед
        больше нет текста;что бы вы хотели|перев;что вы хотите|перев;что нужно перевести;какой текст|перев
        请提供|文本;请提供|内容;请提供|翻译;请发送|文本;请发送|内容;我已经翻译;翻译已完成;翻译已经完成;全文已翻译
        没有更多|翻译;您想让我翻译;您希望我翻译;你想让我翻译;请问您|翻译;您需要我翻译
        翻訳するテキスト|提供;翻訳したいテキスト|提供;翻訳する文章|提供;すでに翻訳;既に翻訳;すべて翻訳;翻訳は完了
        翻訳が完了;何を翻訳;どのテキスト|翻訳;これ以上|翻訳
        번역할|제공;번역할|입력;이미|번역;번역이 완료;무엇을 번역;어떤|번역해
        يرجى تقديم|النص;يرجى تزويد|النص;من فضلك|النص الذي;لقد ترجمت;لقد قمت بترجمة;الترجمة مكتملة;تمت ترجمة
        لا يوجد مزيد|نص;ماذا تريد|ترجم;ما الذي تريد|ترجم;ما النص
        """.split(whereSeparator: { $0 == ";" || $0 == "\n" }).map { phrases($0) }

    /// The instruction itself, translated.
    static let `continue`: [Phrase] = phrases(
        """
        continue|continued|continuing|continue please|please continue|go on|carry on|continue the translation
        continuar|continúa|continúe|continúen|continua|continúa por favor|por favor, continúa|por favor, continúe|sigue
        continuar la traducción|continúa la traducción|continuado|continuación
        continuer|continuez|poursuivre|poursuivez|continuez s'il vous plaît|continuer la traduction|à suivre|suite
        fortfahren|fortsetzen|weiter|weitermachen|fahren sie fort|fahre fort|bitte fortfahren|weiter geht's|fortsetzung
        continuare|continui|prosegui|proseguire|continue por favor|prossiga|continuação
        продолжить|продолжай|продолжайте|продолжать|продолжение|продолжение следует|продолжается|дальше|далее
        继续|请继续|继续翻译|繼續|続ける|続けて|続けてください|続行|続く|続き|계속|계속하다|계속하세요|계속해|계속하기
        متابعة|استمر|تابع|واصل|أكمل|استمرار|المتابعة
        ต่อ|ต่อไป|ดำเนินการต่อ|tiếp tục|kontynuuj|dalej|doorgaan|ga verder|devam|devam et|fortsätt|fortsæt|fortsett|jatka
        pokračovat|pokračujte|folytatás|συνέχεια|συνεχίστε|המשך|जारी रखें|lanjutkan
        """)

    private static func phrases(_ list: some StringProtocol) -> [Phrase] {
        list.split(whereSeparator: { $0 == "|" || $0 == "\n" }).map { Array($0.unicodeScalars) }
    }
}
