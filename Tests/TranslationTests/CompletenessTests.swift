import Support
import Testing
import Translation

@Suite("Completeness", .light)
struct CompletenessTests {
    private let rule = Completeness()
    private let source = (1...8).map { number in
        let words = ["garden", "window", "village", "winter", "letter", "bridge", "market", "harbour"]
        return
            "In the \(words[number - 1]) nobody had seen the old man since the day on which the others came to look for him."
    }.joined(separator: "\n\n")

    private func judge(_ text: String, of source: String, into target: String, from origin: String? = nil) throws
        -> Completeness.Verdict
    {
        rule.judge(text, of: source, into: try LanguageTag(target), from: try origin.map { try LanguageTag($0) })
    }

    @Test("is granted to a true translation between any two of 27 languages")
    func declaration() throws {
        for source in FirstArticle.all {
            for translation in FirstArticle.all where translation.tag != source.tag {
                let verdict = try judge(translation.text, of: source.text, into: translation.tag)
                #expect(verdict == .plausible, "\(source.tag) into \(translation.tag)")
            }
        }
    }

    @Test("is granted to longer translations, which are judged by their length too, from English and into it")
    func longDeclaration() throws {
        func thrice(_ text: String) -> String { Array(repeating: text, count: 3).joined(separator: "\n\n") }
        let english = thrice(FirstArticle.text(in: "en"))
        for article in FirstArticle.all where article.tag != "en" {
            let text = thrice(article.text)
            #expect(try judge(text, of: english, into: article.tag, from: "en") == .plausible, "into \(article.tag)")
            #expect(try judge(english, of: text, into: "en", from: article.tag) == .plausible, "from \(article.tag)")
        }
    }

    @Test("is granted to short texts of all kinds")
    func short() throws {
        for (text, source) in [
            ("Sí", "Yes"), ("Sí.", "Yes, certainly, I do."), ("OK", "OK"), ("–", "—"), ("3,14", "3.14"),
            ("“¡Ja!”", "“Ha!”"),
            ("Título", "A title without a full stop"), ("Git", "Git."),
            ("https://example.com/a", "https://example.com/a"),
        ] {
            #expect(try judge(text, of: source, into: "es", from: "en") == .plausible, "\(source)")
        }
    }

    @Test("is doubted where there is no text")
    func empty() {
        #expect(rule.judge("", of: source) == .empty)
        #expect(rule.judge(" \n\t", of: "Hello") == .empty)
    }

    @Test("is doubted below a third of the source's length, whatever the script")
    func tooShort() throws {
        for article in FirstArticle.all where article.tag != "en" {
            let whole = Array(repeating: article.text, count: 4)
            let source = Array(repeating: FirstArticle.text(in: "en"), count: 4).joined(separator: " ")
            #expect(
                try judge(whole.joined(separator: " "), of: source, into: article.tag) == .plausible, "\(article.tag)")
            let part = String(whole[0].prefix(whole[0].count * 7 / 10)) + "."
            #expect(try judge(part, of: source, into: article.tag) == .tooShort, "\(article.tag)")
        }
    }

    @Test("is doubted where most paragraphs are missing and so is a third of the text")
    func fewParagraphs() {
        let blocks = source.split(separator: "\n\n")
        let some = blocks.prefix(3).map { $0.replacing("man", with: "hombre muy viejo") }
        #expect(rule.judge(some.joined(separator: "\n\n"), of: source) == .tooShort)
        #expect(rule.judge(blocks.joined(separator: " "), of: source) == .plausible)
        #expect(rule.judge(blocks.prefix(5).joined(separator: "\n"), of: source) == .plausible)
    }

    @Test("is doubted where a text is many times too long, without counting a growing one's characters")
    func runaway() {
        var generator = SeededGenerator(seed: 1)
        let letters = (0..<8000).compactMap { _ in "abcdefghilmnoprstuvz  ".randomElement(using: &generator) }
        let words = String(letters)
        #expect(rule.judge(words, of: source) == .runaway)
        #expect(!rule.hasRunAway(bytes: 5 * source.utf8.count, sourceBytes: source.utf8.count))
        #expect(rule.hasRunAway(bytes: 7 * source.utf8.count + 600, sourceBytes: source.utf8.count))
    }

    @Test("is doubted where a text loops")
    func looping() {
        let text = "En el jardín nadie había visto al viejo. " + String(repeating: "Y nadie lo buscó. ", count: 20)
        #expect(rule.judge(text, of: source) == .looping)
    }
}
