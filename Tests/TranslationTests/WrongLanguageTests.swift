import Support
import Testing
import Translation

@Suite("An answer in the wrong language", .light)
struct WrongLanguageTests {
    private let rule = Completeness()

    private func judge(_ text: String, of source: String, into target: String, from origin: String? = nil) throws
        -> Completeness.Verdict
    {
        rule.judge(text, of: source, into: try LanguageTag(target), from: try origin.map { try LanguageTag($0) })
    }

    @Test(
        "is told by its script",
        arguments: [
            ("ru", "es", "Cyrillic", "Latin"), ("es", "ru", "Latin", "Cyrillic"),
            ("sr-Latn", "ru", "Latin", "Cyrillic"),
            ("sr-Cyrl", "pl", "Cyrillic", "Latin"), ("ja", "ko", "Japanese", "Hangul"),
            ("ko", "ja", "Korean", "Japanese"),
            ("zh", "ja", "Han", "Japanese"), ("ar", "he", "Arabic", "Hebrew"), ("he", "ar", "Hebrew", "Arabic"),
            ("th", "vi", "Thai", "Latin"), ("hi", "ta", "Devanagari", "Tamil"), ("el", "ru", "Greek", "Cyrillic"),
            ("de", "zh-Hans", "Latin", "Han"), ("zh-TW", "zh-Hans", "Traditional Han", "Simplified Han"),
            ("zh-Hans", "zh-Hant", "Simplified Han", "Traditional Han"),
            ("zh-CN", "zh-Hant", "Simplified Han", "Traditional Han"),
        ])
    func scripts(target: String, written: String, expected: String, found: String) throws {
        let text = Array(repeating: FirstArticle.text(in: written), count: 2).joined(separator: "\n")
        let english = Array(repeating: FirstArticle.text(in: "en"), count: 2).joined(separator: "\n")
        #expect(try judge(text, of: english, into: target) == .wrongScript(expected: expected, found: found))
    }

    @Test("is not seen where a language has several scripts, or the tag none that is known")
    func severalScripts() throws {
        let english = FirstArticle.text(in: "en")
        for (target, written) in [
            ("sr", "sr-Latn"), ("sr", "sr-Cyrl"), ("uz", "tr"), ("uz", "ru"), ("az", "tr"), ("az", "ar"), ("kk", "ru"),
            ("pa", "ar"), ("ku", "ar"), ("ku", "tr"), ("mn", "ru"), ("ha", "ar"), ("zh", "zh-Hans"), ("zh", "zh-Hant"),
            ("sr-RS", "sr-Latn"), ("ja-Latn", "tr"), ("hi-Latn", "vi"), ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"),
        ] {
            #expect(try judge(FirstArticle.text(in: written), of: english, into: target) == .plausible, "\(target)")
        }
    }

    @Test("is not seen in a quotation, a name, code or an address")
    func quotations() throws {
        let russian = "Команда печатает «The quick brown fox jumps over the lazy dog» и завершает работу."
        #expect(try judge(russian, of: "The command prints a pangram and exits.", into: "ru") == .plausible)
        let names = "Visual Studio Code, Android Studio, JetBrains Rider, Sublime Text"
        #expect(try judge(names, of: names, into: "ru") == .plausible)
        let code = "Вызов: `git rebase --interactive --autosquash origin/main && git push --force-with-lease`."
        #expect(try judge(code, of: "Call `git …`.", into: "ru") == .plausible)
        let address = "См. https://example.com/a-very-long-address/with-many-parts?and=a&query=string#fragment"
        #expect(try judge(address, of: "See below.", into: "ru") == .plausible)
    }

    @Test("is seen where the source comes back as it was")
    func untranslated() throws {
        for article in FirstArticle.all where article.tag != "th" {
            let text = Array(repeating: article.text, count: 2).joined(separator: " ")
            let target = ["ru", "sr-Cyrl"].contains(article.tag) ? "de" : "ru"
            #expect(try judge(text, of: text, into: target, from: article.tag) == .untranslated, "\(article.tag)")
        }
        let english = FirstArticle.text(in: "en")
        #expect(try judge(english, of: english, into: "es") == .untranslated)
        let other = english.replacing("brotherhood", with: "sisterhood")
        #expect(try judge(other, of: english, into: "fr", from: "en") == .untranslated)
    }

    @Test("is not seen where the text may be in the target language already")
    func sameLanguage() throws {
        let english = FirstArticle.text(in: "en")
        let spanish = FirstArticle.text(in: "es")
        for (target, origin) in [("en-GB", "en"), ("en", "en-US"), ("en", "fr"), ("en", nil)] as [(String, String?)] {
            #expect(try judge(english, of: english, into: target, from: origin) == .plausible, "\(target)")
        }
        // A quotation in the target language, or in a third one, in a document of the origin's.
        #expect(try judge(spanish, of: spanish, into: "es") == .plausible)
        #expect(try judge(spanish, of: spanish, into: "es", from: "en") == .plausible)
        #expect(try judge(spanish, of: spanish, into: "fr", from: "en") == .plausible)
        let chinese = FirstArticle.text(in: "zh-Hans")
        #expect(try judge(chinese, of: chinese, into: "fr", from: "en") == .plausible)
    }

    @Test("is not seen in what stays as it is: names, titles, commands, bibliographies, synopses")
    func lasting() throws {
        for text in [
            "Anna Schmidt, Paul Weber, Johann Sebastian Bach, Ludwig van Beethoven, Clara Schumann, Fanny Mendelssohn.",
            "The Lord of the Rings: The Return of the King.",
            "sudo apt-get install build-essential cmake git pkg-config libssl-dev libsqlite3-dev zlib1g-dev.",
            """
            git stash [push [-p | --patch] [-S | --staged] [-k | --[no-]keep-index] [-q | --quiet] [-u | --include-untracked]
            [-a | --all] [(-m | --message) <message>] [--pathspec-from-file=<file>] [--] [<pathspec>...]]
            """,
            """
            Knuth, Donald E. (1998). The Art of Computer Programming, Volume 3: Sorting and Searching. Addison-Wesley, Reading.
            Tarjan, Robert E. (1983). Data Structures and Network Algorithms. SIAM, Philadelphia.
            """,
            "`for (int i = 0; i < n; i++) { total += values[i] * weights[i] / scale; }`.",
        ] {
            for target in ["de", "ru", "ja"] {
                #expect(try judge(text, of: text, into: target, from: "en") == .plausible, "\(text)")
                #expect(try judge(text, of: text, into: target) == .plausible, "\(text)")
            }
        }
    }
}
