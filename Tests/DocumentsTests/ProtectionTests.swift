import Documents
import Support
import Testing

@Suite("What must come back as it is", .besideAnother)
struct ProtectionTests {
    private func segment(_ text: String, _ format: DocumentFormat = .markdown) throws -> SourceSegment {
        try #require(
            try SourceDocument(bytes: Array(text.utf8), format: format).segments.first { $0.kind == .translatable })
    }

    @Test("Long stretches stand as marks in what the model sees, and are themselves again in the document")
    func masked() throws {
        let text = "See [the manual](https://example.org/a/long/path) and `some_function(with, arguments)`, or `x`.\n"
        let segment = try segment(text)
        #expect(segment.prompt == "See [the manual<x1/>) and <x2/>, or `x`.")
        let answer = "Véase [el manual<x1/>) y <x2 />, o `x`."
        let result = Assembly.finished(segment, translation: answer, format: .markdown)
        #expect(
            result
                == "Véase [el manual](https://example.org/a/long/path) y `some_function(with, arguments)`, o `x`.\n")
        #expect(segment.discrepancies(of: answer, format: .markdown).isEmpty)
        #expect(Assembly.finished(segment, translation: segment.prompt, format: .markdown) == text)
    }

    @Test("What is lost or invented is known by name")
    func discrepancies() throws {
        let segment = try segment("Run `x` at https://example.org/some/where, dear {{ user }} and {{ user }}.\n")
        #expect(
            segment.discrepancies(of: "Ejecute `y` en <x9/>, {{ user }}.", format: .markdown)
                == [
                    .lost("`x`"), .lost("https://example.org/some/where"), .lost("{{ user }}"), .invented("<x9/>"),
                    .invented("`y`"),
                ])
    }

    @Test("A mark's letter is one that the text itself does not use")
    func letter() throws {
        let segment = try segment("Write <x1/> for https://example.org/some/where.\n")
        #expect(segment.prompt == "Write <x1/> for <g1/>.")
        #expect(segment.discrepancies(of: "Escriba <x1/> por <g1/>.", format: .markdown).isEmpty)
    }

    @Test(
        "Placeholders of each kind are known, and text is not taken for one",
        arguments: [
            ("%s and %-5.2f and %1$@ and %(name)s and %%", ["%s", "%-5.2f", "%1$@", "%(name)s", "%%"]),
            ("100 % sure, 5% discount, 50%!", []), ("eine 50%ige Chance, 5%d'intérêt, R&D; sales", []),
            (
                "{0,number,integer} {name!r} {user[name]} {0:>10} %,d %b {% if x %}",
                [
                    "{0,number,integer}", "{name!r}", "{user[name]}", "{0:>10}", "%,d", "%b", "{% if x %}",
                ]
            ), ("{count, plural, one {# file} other {# files}}", ["{count, plural,"]),
            ("{0} {name} {0:N2} {} { x }", ["{0}", "{name}", "{0:N2}", "{}"]),
            ("${HOME} %{count} #{x} $5 {{a.b|c}}", ["${HOME}", "%{count}", "#{x}", "{{a.b|c}}"]),
        ])
    func placeholders(text: String, expected: [String]) throws {
        let quoted = text.replacing("\"", with: "\\\"")
        let segment = try segment("{\"a\": \"A text: \(quoted)\"}", .json)
        let lost = segment.discrepancies(of: "Un texto", format: .json)
        #expect(Set(lost) == Set(expected.map { .lost($0) }))
    }

    @Test("A mark's letter is sought by bytes, and a long link is cut within no character")
    func bytes() throws {
        let odd = "{\"a\":\"\u{600}<x1/> see https://example.org/some/where\"}"
        #expect(try translated(odd, .json) { $0 } == odd)
        let long = "See [x](a" + String(repeating: "漢", count: 1400) + ") end\n"
        #expect(try translated(long, .markdown) { $0 } == long)
    }

    @Test(
        "Openings without an end take time in proportion",
        arguments: [
            "{{", "<!--", "<?", "{% ", "](<z", "[^z", "http://a/", "{\\\\", "%(", "&", "`", "<a \\\"", "{", "[[1]] ",
        ])
    func hostile(opening: String) throws {
        func time(_ count: Int) throws -> Duration {
            let text = "{\"a\": \"text " + String(repeating: opening, count: count / opening.utf8.count) + "\"}"
            return try ContinuousClock().measure {
                let document = try SourceDocument(bytes: Array(text.utf8), format: .json)
                let segment = try #require(document.segments.first { $0.kind == .translatable })
                #expect(segment.discrepancies(of: segment.prompt, format: .json).isEmpty)
            }
        }
        let small = try (0..<3).map { _ in try time(10_000) }.min() ?? .zero
        let large = try (0..<2).map { _ in try time(80_000) }.min() ?? .zero
        #expect(large < small * 24 + .milliseconds(50), "8 times the text took \(large / small) times as long")
    }

    @Test("Texts that were sent together are shown without their numbers, however far the answer has come")
    func shownTexts() throws {
        let text = "{\"a\": \"One text.\", \"b\": \"Another text.\"}"
        let segment = try #require(
            try SourceDocument(bytes: Array(text.utf8), format: .json).segments.first { $0.kind == .translatable })
        let answer = "[[1]] Un texto.\n[[2]] Otro texto."
        var last = ""
        for end in answer.indices {
            let shown = segment.shown(String(answer[..<end]), isWhole: false)
            #expect(shown.hasPrefix(last) && !shown.contains("[["), "\(shown)")
            last = shown
        }
        #expect(segment.shown(answer, isWhole: true) == "Un texto.\nOtro texto.")
    }
}
