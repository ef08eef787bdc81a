import Documents
import Foundation
import Support
import Testing
import Yams

@Suite("YAML", .besideAnother)
struct YAMLTests {
    private static let catalogue = """
        # Comment: not this.
        en:
          title: Hello %{name}   # nor this
          'quoted key': 'It''s here'
          "double": "Line\\nbreak \\u00e9"
          date:
            formats: {default: "%Y-%m-%d", long: "%B %d, %Y"}
            order:
            - :year
            - :month
            day_names: [Sunday, "Monday, early"]
          flags: {a: yes, b: no, c: ~, d: 12, e: 2024-01-01, f: 0x1F, g: .nan, h: 12:30:45, i: 1e3}
          anchor: &greeting Good morning
          again: *greeting
          ruby: !ruby/object:Foo bar
          symbol: !ruby/symbol word
          string: !!str no
          list:
          - One item
          -   - deep one
              - true
          ? [complex, key]
          : Its value
          text: |
            First line
              indented

            last line
          folded: >-
            Words that
            are folded

            into two
        ...
        ---
        second: Document

        """

    @Test("Strings that are values are texts; keys, comments, numbers, booleans, dates, tags and aliases are not")
    func texts() throws {
        let found = try prompts(Self.catalogue, .yaml, oneByOne: true)
        #expect(
            found == [
                "Hello %{name}", "It's here", "Line\nbreak é", "Sunday", "Monday, early", "Good morning", "no",
                "One item", "deep one", "Its value", "First line\n  indented\n\nlast line",
                "Words that are folded\ninto two", "Document",
            ])
        #expect(try translated(Self.catalogue, .yaml) { $0 } == Self.catalogue)
    }

    @Test("A translation stays in its scalar's style where it can", arguments: ["\n", "\r\n"])
    func styles(ending: String) throws {
        let source = Self.catalogue.replacing("\n", with: ending)
        let words = [
            "Hello %{name}": "Hola %{name}", "It's here": "Está 'aquí'", "Line\nbreak é": "Salto \"de\"\nlínea",
            "Sunday": "Domingo, 1", "Monday, early": "Lunes", "Good morning": "no", "no": "sí",
            "One item": "Nota: esto", "deep one": "- uno", "Its value": "Su #valor",
            "First line\n  indented\n\nlast line": "Primera\n  sangrada\n\n\núltima: # fin",
            "Words that are folded\ninto two": "Palabras que se doblan\nen\n  dos", "Document": "Documento",
        ]
        let result = try translated(source, .yaml, oneByOne: true) { words[$0] ?? "?" }
        let expected = Self.catalogue
            .replacing("Hello %{name}  ", with: "Hola %{name}  ")
            .replacing("'It''s here'", with: "'Está ''aquí'''")
            .replacing(#""Line\nbreak \u00e9""#, with: #""Salto \"de\"\nl\xEDnea""#)
            .replacing("[Sunday, \"Monday, early\"]", with: "[\"Domingo, 1\", \"Lunes\"]")
            .replacing("Good morning", with: "\"no\"").replacing("!!str no", with: "!!str sí")
            .replacing("- One item", with: "- \"Nota: esto\"").replacing("- deep one", with: "- \"- uno\"")
            .replacing("Its value", with: "\"Su #valor\"")
            .replacing(
                "First line\n      indented\n\n    last line",
                with: "Primera\n      sangrada\n\n\n    última: # fin"
            )
            .replacing(
                "Words that\n    are folded\n\n    into two",
                with: "Palabras\n    que se\n    doblan\n\n    en\n      dos"
            )
            .replacing("second: Document", with: "second: Documento").replacing("\n", with: ending)
        #expect(result == expected)
    }

    /// Documents with one text, `§`, in every style and place.
    private static let places = [
        "a: §\nb: 1\n", "- §\n- 2\n", "§\n", "--- §\n", "{a: §, b: 1}\n", "[§, 1]\n", "a: '§'\nb: 1\n", "a: \"§\"\n",
        "{a: '§'}", "a: § § # c\nb: 1\n", "a: §\n  §\n\n  §\nb: 1\n", "a: \"§\n  § \\\n  8\"\nb: 1\n",
        "a: |\n  §\nb: 1\n", "a: |-\n  §\n\n\nb: 1\n", "a: |+ # c\n  §\n\n\nb: 1\n", "a:\n  b: |2\n      §\n  c: 1\n",
        "a: >\n  §\nb: 1\n", "a: >-\n  §\n  §\nb: 1\n", "a: >+\n\n  §\n\n   §\n\n\nb: 1\n", "- - |\n    §", "|\n §\n",
        "a: &x §\nb: *x\n", "a: !!str\n  §\nb: 1\n", "a: &x !!str |\n  §\n", "a: &x # c\n  '§'\n",
        "a: |\n    §\n  # comment\nb: 1\n", "%YAML 1.1\n---\na: §\n...\n# end\n",
    ]

    private static let translations = [
        "Wort", "no", "Yes", "~", "null", "12", "-1.5", "0x1F", "2024-01-01", "1:30", ".inf", "<<", "=", "a: b", "a:",
        ":a",
        "a #b", "a#b", "#a", "- a", "-a", "-", "---", "--- a", "...", "... a", "? a", "?", "?a", "!a", "&a", "*a", "%a",
        "@a", "`a`", "|", "| a", ">", "'a'", "it's", "\"a\"", "a \"b\"", "\\n", "a\nb", "a\n\nb", "a\n b",
        "a\n\n\n  b\nc",
        "a\tb", "[a]", "{a}", "a, b", "a]", "a}", "ä", "\u{301}a", "'\u{301}", "\"\u{301}", "a\u{85}b", "a\u{2028}b",
        "a\u{7}b", "a\u{FEFF}b", "a\u{A0}b", "🇩🇪", "a\r\nb", "a\rb", "a\u{7F}", "a  b", "a \n b", "a\n\tb", "x: 'y",
        "true",
        "1e3", "1_000", "a\n#b", "a\n---\nb", "a\n...\nb", String(repeating: "long words ", count: 60) + "end",
        "y", "N", "off", "0o17", "0b1", "12e", "{{a}}", "a:b", "http://a.b/c", "\u{E000}", "\u{10FFFF}", "\u{FFFE}",
    ]

    @Test("Whatever the translation, the scalar is read as exactly that, and all others as before", arguments: places)
    func everyTranslationInEveryStyle(place: String) throws {
        let source = place.replacing("§", with: "Some words")
        let before = try yamlValues(source)
        let words = try #require(before.first { $0.contains("Some words") })
        // A carriage return becomes a break as the source has them, where it has any.
        for translation in Self.translations where !words.contains("\n") || !translation.utf8.contains(0x0D) {
            let result = try translated(source, .yaml, oneByOne: true) { _ in translation }
            let start = words.prefix { $0.isWhitespace }
            let end = String(words.reversed().prefix { $0.isWhitespace }.reversed())
            let expected = before.map { $0 == words ? start + translation + end : $0 }
            #expect(try yamlValues(result) == expected, "\(result)")
            // What was written is read again as it was meant, so that a second translation finds it.
            #expect(try translated(result, .yaml, oneByOne: true) { $0 } == result)
        }
    }

    @Test(
        "YAML that is none is refused, with its line",
        arguments: [
            ("a: b\nc: [d\n", 3), ("a: 'b\n", 2), ("a:\n\t- b\n", 2), ("a: b: c\n", 1), ("a: \"\\q\"\n", 1),
            ("a: b\n\n- c\n", 3), ("ok: x\nbell: \u{7}\n", 2), ("a: {b\n", 2), ("- a\nb: c\n", 2),
        ])
    func unsound(text: String, line: Int) {
        let error = #expect(throws: DocumentError.self) { try segments(text, .yaml) }
        guard case .malformed(.yaml, line, _) = error else {
            Issue.record("\(error.map { "\($0)" } ?? "nothing")")
            return
        }
    }

    @Test("Aliases are not followed, and what is nested deeper than anyone would is refused, not followed either")
    func bombs() throws {
        var bomb = "a0: &a0 [word, word]\n"
        for level in 1...40 {
            bomb += "a\(level): &a\(level) [\((0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ","))]\n"
        }
        #expect(try prompts(bomb, .yaml, oneByOne: true) == ["word", "word"])
        for deep in ["[", "{a: ", "- ", "? ", "[{", "a:\n"] {
            let text = String(repeating: deep, count: 100_000) + "x"
            _ = try? segments(text, .yaml)
        }
        #expect(throws: DocumentError.self) { try segments(String(repeating: "[", count: 100_000), .yaml) }
    }

    @Test(
        "Four times the text takes at most eight times as long",
        arguments: [
            "- a\n", "- 'it''s \\n'\n", "- \"a\\n\"\n", "- |\n  a\n\n", "- >\n  a\n b c\n", "a: ä\n", "? a\n",
            "- &a b\n", "{", "x\n\n",
            "- &a # b\n", "# a\n", "--- a\n", "a b ", "- {a: b, c}\n", "\"", "'", "| ", "\n", "- |\n\n\n", "é",
            "a: [\n",
        ])
    func proportion(unit: String) {
        func time(_ count: Int) -> Duration {
            let text = Array(("- a\n" + String(repeating: unit, count: count / unit.utf8.count)).utf8)
            return (0..<5).map { _ in
                let begin = Self.processorTime()
                _ = try? SourceDocument(bytes: text, format: .yaml)
                return Self.processorTime() - begin
            }.min() ?? .zero
        }
        let (small, large) = (time(25_000), time(100_000))
        #expect(large < small * 8, "\(small) for 25 kB, \(large) for 100 kB")
    }

    @Test("One text over many lines too")
    func longText() throws {
        func time(_ count: Int) throws -> Duration {
            let text = Array(("a: text\n" + String(repeating: "  more text\n", count: count)).utf8)
            return try (0..<3).map { _ in
                let begin = Self.processorTime()
                _ = try SourceDocument(bytes: text, format: .yaml)
                return Self.processorTime() - begin
            }.min() ?? .zero
        }
        let (small, large) = (try time(15_000), try time(60_000))
        #expect(large < small * 8, "\(small) for 15,000 lines, \(large) for 60,000")
    }

    /// What this thread has used: a wall clock would count what runs beside the test.
    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
