import Documents
import Support
import Testing

@Suite("What a translation of Markdown must keep in its lines", .besideAnother)
struct MarkdownSpanTests {
    private func lost(_ source: String, _ translation: String) -> [Discrepancy] {
        SourceSegment(kind: .translatable, text: source).discrepancies(of: translation, format: .markdown)
            .filter { if case .lost = $0 { true } else { false } }
    }

    @Test(
        "What leads somewhere by its words keeps them",
        arguments: [
            ("See [Guide][] now.", "[Guide][]"), ("See ![Logo] now.", "![Logo]"), ("![Logo][]", "[Logo][]"),
            ("See [the *long*\nname][] now.", "[the *long*\nname][]"), ("[![Logo]](/u) here", "[Logo]"),
            ("## Heading {#custom-id}\n\nText", "{#custom-id}"), ("Heading {.a #b}  \n===", "{.a #b}"),
            ("# Heading {: #b } #", "{: #b }"), ("> [!WARNING]\n> Text", "[!WARNING]"), ("> [!tip]\n> Text", "[!tip]"),
        ])
    func kept(source: String, span: String) {
        let span = span.hasPrefix("!") ? String(span.dropFirst()) : span
        #expect(lost(source, "Un texto").contains(.lost(span)), "\(lost(source, "Un texto"))")
        #expect(lost(source, source).isEmpty)
    }

    @Test(
        "What only looks alike is text",
        arguments: [
            "An [aside] here", "![alt text](/u)", "[text](/u)", "![alt text][logo]", "\\![aside]", "\\[a][] b",
            "[!not this]", "A set {#a} in a line", "{a, b}", "Wow![^1]",
        ])
    func text(source: String) {
        let translation = source.replacing("aside", with: "x").replacing("alt text", with: "y").replacing(
            "text", with: "z"
        ).replacing("[a][]", with: "[z][]").replacing("not this", with: "z").replacing("{#a}", with: "z")
        #expect(lost(source, translation).isEmpty, "\(lost(source, translation))")
    }

    private static let defining = """
        See [the Guide], [a  word] and [Sure]; [no link], \\[Guide2], [x](/u), [text][guide2], ![logo].

        > [the  guide]: /guide
        > "Its title"

        - [A word]: <a b>

        [sure]:
          /sure
        [guide2]: /g
        [x]: /x

        ```
        [^note]: [text]: no
        ```

        """

    @Test("A plain label that the document defines is hidden however short, and other words in brackets are text")
    func shortcut() throws {
        let prompts = try prompts(Self.defining, .markdown)
        #expect(prompts == ["See <x1/>, <x2/> and <x3/>; [no link], \\[Guide2], [x](/u), [text][guide2], ![logo]."])
        let text = try translated(Self.defining, .markdown) { $0.replacing("See", with: "Lea") }
        #expect(text == Self.defining.replacing("See", with: "Lea"))
    }

    @Test(
        "A plain label that is lost, translated or doubled is noticed, also in a part; its own words are as good as a mark"
    )
    func shortcutLost() throws {
        let segments = try SourceDocument(bytes: Array(Self.defining.utf8), format: .markdown).segments
        let segment = try #require(segments.first { $0.kind == .translatable })
        func found(_ change: (String) -> String) -> [Discrepancy] {
            segment.discrepancies(of: change(segment.prompt), format: .markdown)
        }
        #expect(found { $0 }.isEmpty)
        #expect(found { $0.replacing("<x1/>", with: "[the Guide]") }.isEmpty)
        #expect(found { $0.replacing("<x1/>", with: "la guía") } == [.lost("[the Guide]")])
        #expect(found { $0.replacing("<x1/>", with: "[la guía]") } == [.lost("[the Guide]")])
        #expect(found { $0 + "<x3/>" } == [.invented("[Sure]")])
        let twice = "See [manual] and [manual](other.md) now.\n\n[manual]: /m\n"
        let both = try #require(try SourceDocument(bytes: Array(twice.utf8), format: .markdown).segments.first)
        #expect(both.prompt == "See <x1/> and [manual](other.md) now.")
        #expect(both.discrepancies(of: "Vea <x1/> y [Handbuch](other.md).", format: .markdown).isEmpty)
        let parts = try #require(segment.parts(format: .markdown))
        #expect(parts.map(\.text).joined() == segment.text && parts[0].prompt.contains("<x1/>"))
        #expect(
            parts[0].discrepancies(of: parts[0].prompt.replacing("<x1/>", with: "z"), format: .markdown)
                == [.lost("[the Guide]")])
    }

    @Test("A strict second try names first what the former answer had not, marks too")
    func former() throws {
        let text = "Run `a` or `b` with [Sure] and `c`.\n\n[sure]: /u\n"
        let segment = try #require(try SourceDocument(bytes: Array(text.utf8), format: .markdown).segments.first)
        #expect(!segment.rules(of: .markdown).contains("`a`"))
        let blind = segment.rules(of: .markdown, isStrict: true)
        #expect(blind.hasSuffix("exactly as they are: `a`  `b`  <x1/>  `c`"))
        let rules = segment.rules(of: .markdown, isStrict: true, former: "Ejecute `c` o `a`.")
        #expect(
            rules.contains("changed them: `b`  <x1/>\n") && rules.hasSuffix("are: `b`  <x1/>  `a`  `c`"), "\(rules)")
        let many = (1...90).map { "`c\($0)`" }.joined(separator: " and ")
        let long = SourceSegment(kind: .translatable, text: many)
        let named = long.rules(of: .markdown, isStrict: true, former: many.replacing("`c77`", with: "77"))
        #expect(named.contains("changed them: `c77`\n"))
    }

    @Test("A long name of a reference is hidden from the model, and is itself again in the document")
    func masked() throws {
        let text = "See [Installation guide][] and ![The project's logo].\n"
        #expect(try prompts(text, .markdown) == ["See <x1/> and !<x2/>."])
        #expect(try translated(text, .markdown) { $0 } == text)
    }
}
