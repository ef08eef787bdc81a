import Support
import Testing

@testable import Documents

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

    @Test(
        "E-mail addresses are known, and text is not taken for one",
        arguments: [
            ("Write to ann.lee+x@mail.example.org.", ["ann.lee+x@mail.example.org"]),
            ("(a@b.de), 9@x.y-z.com; _a-b@c.org_", ["a@b.de", "9@x.y-z.com"]),
            ("Ask @ann, ann@home, a@b. or @x.y; 3 @ 4.50", []), ("联系ann@example.org。", ["ann@example.org"]),
            ("électro@x.fr, писатьx@y.ru", []),
        ])
    func mail(text: String, addresses: [String]) throws {
        #expect(ProtectedSpans([Address.url, Address.mail]).spans(of: text) == addresses)
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

    @Test("Placeholders are known in running text too", arguments: [DocumentFormat.text, .markdown, .html])
    func inProse(format: DocumentFormat) throws {
        let text = "Hello {{x}} and ${y} and {name}, {0} and %s words, %1$@ (%.2f), %(name)s."
        let segment = try segment(format == .html ? "<p>\(text)</p>\n" : text + "\n", format)
        #expect(segment.discrepancies(of: segment.prompt, format: format).isEmpty)
        #expect(
            Set(segment.discrepancies(of: segment.prompt.replacing(text, with: "Hola."), format: format))
                == Set(["{{x}}", "${y}", "{name}", "{0}", "%s", "%1$@", "%.2f", "%(name)s"].map { .lost($0) }))
    }

    @Test(
        "Percentages, braces in prose and what a command of TeX is given are no placeholders",
        arguments: [
            "50% of it, 100%, 50 % saved", "100%s or 5%d", "a { b }, {see below}, {}", "{ x", "in a%20b or %D0%B1",
            "an \\emph{important} word", "the \\href{there}{word} in x_{i}", "%son, %dog",
        ])
    func prose(text: String) throws {
        let segment = try segment("Some words: \(text)\n", .text)
        #expect(segment.discrepancies(of: "Unas palabras", format: .text).isEmpty)
    }

    @Test("A letter of another script may follow a placeholder, and two may touch")
    func touching() throws {
        let segment = try segment("Hello %d files of {first} {last}.\n", .text)
        #expect(segment.discrepancies(of: "你好%d个文件，{first}{last}的。", format: .text).isEmpty)
    }

    @Test(
        "Placeholders without a number keep their order, or get numbers that mean the same",
        arguments: [
            ("Hola %s tiene %d palabras", []),
            ("Hola %d tiene %s palabras", [.reordered(source: "%s %d", translation: "%d %s")]),
            ("%2$d palabras de %1$s", []),
            ("%1$d palabras de %2$s", [.lost("%d"), .lost("%s"), .invented("%1$d"), .invented("%2$s")]),
            ("%d palabras de %1$s", [.lost("%s"), .invented("%1$s")]),
        ] as [(String, [Discrepancy])])
    func order(answer: String, expected: [Discrepancy]) throws {
        let segment = try segment("{\"a\": \"Hello %s has %d words\"}", .json)
        #expect(segment.discrepancies(of: answer, format: .json) == expected)
    }

    @Test("A number that stands twice is not two arguments, and the parts of a date may stand in any order")
    func numbers() throws {
        let pair = try segment("{\"a\": \"From %s to %s\"}", .json)
        #expect(pair.discrepancies(of: "A %2$s de %1$s", format: .json).isEmpty)
        #expect(pair.discrepancies(of: "De %1$s a %1$s", format: .json) == [.lost("%s"), .invented("%1$s")])
        let date = try segment("a: On %b %d, %Y\n", .yaml)
        #expect(date.discrepancies(of: "El %d %b %Y", format: .yaml).isEmpty)
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
            "{a, plural, one {", "{a, plural, one {b} ", "'{", "}", "%1$s ", "}{a",
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
