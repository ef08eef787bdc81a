import Documents
import Testing
import Translation

@Suite("A message with cases", .besideAnother)
struct CaseMessageTests {
    private static let cart = "{count, plural, offset:1 =0 {none} one {# item} other {# items}} in cart"

    private func segment(_ text: String) throws -> SourceSegment {
        try #require(
            try SourceDocument(bytes: Array("{\"a\": \"\(text)\"}".utf8), format: .json).segments
                .first { $0.kind == .translatable })
    }

    @Test(
        "keeps its argument, its kind, its selectors, its figures and its braces",
        arguments: [
            ("{count, plural, offset:1 =0 {nada} one {# cosa} other {# cosas}} en él", []),
            ("{count,plural,offset:1 =0{nada}one{# cosa}other{# cosas}} en él", []),
            (
                "{count, plural, offset:1 =0 {nada} one {# cosa} otros {# cosas}} en él",
                [.lost("other {"), .invented("otros {")]
            ),
            ("{count, plural, offset:1 =0 {nada} one {una cosa} other {# cosas}} en él", [.lost("#")]),
            ("{count, plural, offset:1 one {# cosa} other {# cosas}} en él", [.lost("=0 {")]),
            ("{count, plural, =0 {nada} one {# cosa} other {# cosas}} en él", [.lost("offset:1")]),
            (
                "{count, plural, salto:1 =0 {nada} one {# cosa} other {# cosas}} en él",
                [.lost("offset:1"), .invented("salto:1")]
            ),
            ("{count, plural, offset:1 =0 {nada} one {# cosa} other {# cosas} en él", [.lost("}")]),
            ("{count, plural, offset:1 =0 {nada} one {# cosa} other {# cosas}}} en él", [.invented("}")]),
            (
                "{cuenta, plural, offset:1 =0 {nada} one {# cosa} other {# cosas}} en él",
                [.lost("{count, plural,"), .invented("{cuenta, plural,")]
            ),
            (
                "{count, select, offset:1 =0 {nada} one {# cosa} other {# cosas}} en él",
                [.lost("{count, plural,"), .invented("{count, select,")]
            ),
            ("Cosas en él", [.lost("{count, plural,")]),
        ] as [(String, [Discrepancy])])
    func plural(answer: String, expected: [Discrepancy]) throws {
        #expect(try segment(Self.cart).discrepancies(of: answer, format: .json) == expected)
    }

    @Test("has the categories that the language has; which ones it may lack is known where the language is told")
    func categories() throws {
        let segment = try segment("{n, plural, one {# item of {name}} other {# items of {name}}}")
        let russian = "{n, plural, one {# a {name}} few {# b {name}} many {# c {name}} other {# d {name}}}"
        let japanese = "{n, plural, other {# d {name}}}"
        #expect(segment.discrepancies(of: russian, format: .json).isEmpty)
        #expect(segment.discrepancies(of: japanese, format: .json).isEmpty)
        #expect(
            segment.discrepancies(of: japanese, format: .json, target: try LanguageTag("ja")).isEmpty)
        #expect(
            segment.discrepancies(of: japanese, format: .json, target: try LanguageTag("es")) == [.lost("one {")])
        #expect(
            segment.discrepancies(of: russian.replacing("b {name}", with: "b"), format: .json) == [.lost("{name}")])
        #expect(segment.discrepancies(of: russian.replacing("# c", with: "c"), format: .json) == [.lost("#")])
    }

    @Test("may have the number in words in a form that the source has not, and the figure where the source has a word")
    func words() throws {
        let segment = try segment("{n, plural, one {One item} other {{n} items, or #}}")
        let answer = "{n, plural, one {{n} a, #} two {A pair} few {{n} b, #} other {{n} c, #}}"
        #expect(segment.discrepancies(of: answer, format: .json).isEmpty)
    }

    @Test("keeps the values that it selects by, also within another")
    func select() throws {
        let segment = try segment(
            "{who, select, male {He has {n, plural, one {# cat} other {# cats}}} other {They have {n}}} here")
        let answer = "{who, select, male {Él tiene {n, plural, one {# a} other {# b}}} other {Tienen {n}}} aquí"
        #expect(segment.discrepancies(of: answer, format: .json).isEmpty)
        #expect(
            segment.discrepancies(of: answer.replacing("male {", with: "hombre {"), format: .json)
                == [.lost("male {"), .invented("hombre {")])
        #expect(
            segment.discrepancies(of: answer.replacing("other {# b}", with: "otro {# b}"), format: .json)
                == [.lost("other {"), .invented("otro {")])
    }

    @Test("is shown to the model as it is, with its words, and what its syntax is")
    func shown() throws {
        let text = "{numberOfItems, plural, other {{name} items and many more}}"
        let segment = try segment(text)
        #expect(segment.prompt == text)
        #expect(segment.rules(of: .json).contains("messages of ICU"))
        #expect(
            segment.discrepancies(of: "{numberOfItems, plural, other {{name} y muchas cosas}}", format: .json).isEmpty)
    }

    @Test("has cases of one word, which are text, however long")
    func singleWords() throws {
        let text = "{state, select, on {Internationalization} off {Nothing} other {{name}}}"
        let segment = try segment(text)
        #expect(segment.prompt == text)
        #expect(
            segment.discrepancies(
                of: "{state, select, on {Internacionalización} off {Nada} other {{name}}}", format: .json
            ).isEmpty)
        let rules = segment.rules(of: .json, isStrict: true)
        #expect(rules.contains("off {") && rules.contains("{name}") && !rules.contains("{Nothing}"))
    }

    @Test("has no apostrophe before a brace, which would make text of it")
    func quotes() throws {
        let segment = try segment("{n, plural, one {# file of {name}} other {# files of {name}}}")
        let answer = "{n, plural, one {# pièce d'{name}} other {# pièces de {name}}}"
        #expect(segment.discrepancies(of: answer, format: .json).contains(.lost("{name}")))
        let sound = answer.replacing("d'{name}", with: "d''{name}")
        #expect(segment.discrepancies(of: sound, format: .json).isEmpty)
    }
}
