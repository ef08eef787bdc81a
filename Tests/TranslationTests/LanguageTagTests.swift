import Support
import Testing
import Translation

@Suite("A language tag", .light)
struct LanguageTagTests {
    @Test(
        "is known by its canonical form and its English name",
        arguments: [
            ("es", "es", "Spanish"), ("ES", "es", "Spanish"), ("pt_br", "pt-BR", "Portuguese (Brazil)"),
            ("no", "no", "Norwegian"), ("sr-latn-rs", "sr-Latn-RS", "Serbian (Latin, Serbia)"),
            ("es-419", "es-419", "Spanish (Latin America)"), ("fil", "fil", "Filipino"),
        ])
    func known(text: String, identifier: String, name: String) throws {
        let tag = try LanguageTag(text)
        #expect(tag.identifier == identifier)
        #expect(tag.englishName == name)
    }

    @Test(
        "that names nothing is refused",
        arguments: ["", "klingonish", "xx", "qq-ZZ", "es-", "-es", "e", "spanish", "es fr", "und", "mul", "es\u{0}"])
    func unknown(text: String) {
        #expect(throws: UnknownLanguage.self) { try LanguageTag(text) }
    }
}
