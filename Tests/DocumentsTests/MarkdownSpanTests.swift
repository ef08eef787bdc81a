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

    @Test("A long name of a reference is hidden from the model, and is itself again in the document")
    func masked() throws {
        let text = "See [Installation guide][] and ![The project's logo].\n"
        #expect(try prompts(text, .markdown) == ["See <x1/> and !<x2/>."])
        #expect(try translated(text, .markdown) { $0 } == text)
    }
}
