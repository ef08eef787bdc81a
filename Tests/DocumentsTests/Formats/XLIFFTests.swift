import Documents
import Foundation
import Support
import Testing
import Translation

@Suite("XLIFF", .light)
struct XLIFFTests {
    private static let old = """
        <?xml version="1.0" encoding="UTF-8"?>
        <xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
          <file source-language="en" target-language="es" original="a.txt" datatype="plaintext"><body>
            <trans-unit id="1">
              <source>The <g id="1">quiet</g> river &amp; sea</source>
            </trans-unit>
            <trans-unit id="2"><source>Done</source><target>Hecho</target></trans-unit>
            <trans-unit id="3"><source>Empty</source><target state="new"/><note>Not this.</note></trans-unit>
            <trans-unit id="4" translate="no"><source>Keep</source></trans-unit>
            <trans-unit id="5"><source>Proposed</source><target state="needs-translation">Proposed</target>
              <alt-trans><source>Other</source><target></target></alt-trans></trans-unit>
          </body></file>
        </xliff>

        """
    private static let new = """
        <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="es">
         <file id="f"><unit id="u"><originalData><data id="d">%s</data></originalData>
          <segment><source>Hello <ph id="1" dataRef="d"/>, <pc id="2">friend</pc>.</source></segment>
          <segment state="final"><source>Bye.</source><target>Adiós.</target></segment></unit></file>
        </xliff>
        """

    @Test("Segments without a translation get one, at its place; all else stays")
    func places() throws {
        #expect(
            try prompts(Self.old, .xliff) == [
                "[[1]] The <g id=\"1\">quiet</g> river &amp; sea\n[[2]] Empty\n[[3]] Proposed"
            ])
        let result = try translated(Self.old, .xliff) { _ in
            "[[1]] El río <g id=\"1\">tranquilo</g> & el mar < &nbsp;\n[[2]] Vacío\n[[3]] Propuesto"
        }
        let expected = Self.old.replacing(
            "sea</source>\n",
            with:
                "sea</source>\n      <target>El río <g id=\"1\">tranquilo</g> &amp; el mar &lt; &amp;nbsp;</target>\n"
        ).replacing("<target state=\"new\"/>", with: "<target state=\"translated\">Vacío</target>")
            .replacing("needs-translation\">Proposed", with: "translated\">Propuesto")
        #expect(result == expected)
        #expect(try prompts(Self.new, .xliff) == ["Hello <x1/>, <pc id=\"2\">friend</pc>."])
        #expect(
            try translated(Self.new, .xliff) { $0.replacing("Hello", with: "Hola") }
                == Self.new.replacing(
                    "</source></segment>\n  <segment state",
                    with:
                        "</source><target>Hola <ph id=\"1\" dataRef=\"d\"/>, <pc id=\"2\">friend</pc>.</target></segment>\n  <segment state"
                ))
    }

    private func unit(_ source: String, declaration: String = "") -> String {
        "\(declaration)<xliff><file><body><trans-unit id=\"1\">\(source)</trans-unit></body></file></xliff>"
    }

    @Test("What XML cannot hold does not come in: the end of a CDATA section, and characters that it has not")
    func soundText() throws {
        let text = unit("<source>Arrows</source>")
        let result = try translated(text, .xliff) { _ in "a[b[0]]> \u{1}c\u{FFFE}" }
        #expect(
            result == text.replacing("</source>", with: "</source><target>a[b[0]]&gt; c</target>"))
    }

    @Test("A CDATA section is text, and what is markup in XML is none in it")
    func sections() throws {
        let text = unit("<source><![CDATA[Salt & <b>pepper</b>]]> here</source>")
        #expect(try prompts(text, .xliff) == ["Salt &amp; &lt;b&gt;pepper&lt;/b&gt; here"])
        let result = try translated(text, .xliff) { $0.replacing("Salt", with: "Sal") }
        let target = "<target>Sal &amp; &lt;b&gt;pepper&lt;/b&gt; here</target>"
        #expect(result == text.replacing("</source>", with: "</source>" + target))
    }

    @Test("In a file of ASCII that says another encoding, a translation stays in ASCII; any other is refused")
    func encoding() throws {
        let declaration = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"
        for (source, target) in [
            ("", "<target>caf&#233;</target>"), ("<target/>", "<target>caf&#233;</target>"),
            ("<target state=\"new\">old</target>", "<target state=\"translated\">caf&#233;</target>"),
        ] {
            let text = unit("<source>Coffee</source>" + source, declaration: declaration)
            let expected = unit("<source>Coffee</source>" + target, declaration: declaration)
            #expect(try translated(text, .xliff) { _ in "café" } == expected)
        }
        #expect(throws: DocumentError.unsupportedEncoding("ISO-8859-1")) {
            try prompts(unit("<source>Café</source>", declaration: declaration), .xliff)
        }
    }

    @Test("Native code, and what is marked as protected, is not the model's to translate; a text in native code is")
    func codes() throws {
        let code = unit(
            "<source>Press <bpt id=\"1\">&lt;b title=\"One\"></bpt>here<ept id=\"1\">&lt;/b></ept> or "
                + "<ph id=\"2\">[img alt=<sub>A boat</sub> rest=<sub>far</sub> end]</ph> <ph id=\"3\"/>now</source>")
        #expect(
            try prompts(code, .xliff) == ["Press <x1/>here<x2/> or <x3/>A boat<x4/>far<x5/> <ph id=\"3\"/>now"])
        let marked = unit(
            "<source>Use <mrk mtype=\"protected\">Big <mrk mtype=\"term\">Tool</mrk></mrk> and "
                + "<mrk id=\"m\" translate=\"no\">Other Tool</mrk>, <mrk mtype=\"term\">please</mrk></source>")
        #expect(
            try prompts(marked, .xliff) == ["Use <x1/> and <x2/>, <x3/>please</mrk>"])
        let result = try translated(marked, .xliff) {
            $0.replacing("Use", with: "Use el").replacing("please", with: "por favor")
        }
        #expect(result.contains("<target>Use el <mrk mtype=\"protected\">Big <mrk mtype=\"term\">Tool</mrk></mrk> and"))
        #expect(result.contains(">por favor</mrk></target>"))
        let alone = unit("<source><ph id=\"1\">Code alone</ph></source>")
        #expect(try prompts(alone, .xliff).isEmpty)
        let segment = try #require(
            try SourceDocument(bytes: Array(code.utf8), format: .xliff).segments.first { $0.kind == .translatable })
        let damaged = segment.prompt.replacing("<x4/>", with: "")
        #expect(!segment.discrepancies(of: damaged, format: .xliff).isEmpty)
    }

    @Test("References to any character that XML may have are sound, and stay in the translation; others are not")
    func references() throws {
        for reference in ["&#10;", "&#9;", "&#13;", "&#xA;", "&#133;", "&#x85;", "&#x7F;"] {
            let text = unit("<source>One\(reference)two</source>")
            #expect(try prompts(text, .xliff) == ["One\(reference)two"])
            let expected = text.replacing("</source>", with: "</source><target>Uno\(reference)dos</target>")
            #expect(try translated(text, .xliff) { _ in "Uno\(reference)dos" } == expected)
        }
        for reference in ["&#0;", "&#8;", "&#xFFFE;", "&#xD800;", "&#x110000;", "&#XA;", "&#xG;"] {
            #expect(throws: DocumentError.self) { try prompts(unit("<source>One\(reference)two</source>"), .xliff) }
            let result = try translated(unit("<source>One</source>"), .xliff) { _ in "Uno\(reference)" }
            #expect(result.contains("<target>Uno&amp;\(reference.dropFirst())</target>"))
        }
    }

    @Test("In XLIFF 1.2 the target stands behind the segmented source")
    func segmentedSource() throws {
        for segmented in ["<seg-source><mrk mtype=\"seg\" mid=\"1\">Hello</mrk></seg-source>", "<seg-source/>"] {
            let text = unit("\n <source>Hello</source>\n \(segmented)\n")
            let expected = unit("\n <source>Hello</source>\n \(segmented)\n <target>Hola</target>\n")
            #expect(try translated(text, .xliff) { _ in "Hola" } == expected)
        }
    }

    @Test("In XLIFF 2.0 a segment says itself that its translation is to be done")
    func segmentState() throws {
        func segment(_ state: String) -> String {
            "<xliff version=\"2.0\" trgLang=\"es\"><file><unit><segment\(state)><source>Hello</source>"
                + "<target>Draft</target></segment></unit></file></xliff>"
        }
        for state in ["", " state=\"translated\"", " state=\"reviewed\"", " state=\"final\""] {
            #expect(try prompts(segment(state), .xliff).isEmpty)
        }
        let text = segment(" state=\"initial\"")
        let done = text.replacing("Draft", with: "Hola").replacing("initial", with: "translated")
        #expect(try translated(text, .xliff) { _ in "Hola" } == done)
        for target in ["", "<target/>", "<target></target>"] {
            let open = text.replacing("<target>Draft</target>", with: target)
            #expect(try translated(open, .xliff) { _ in "Hola" } == done, "\(target)")
        }
    }

    @Test("A unit of XLIFF 1.2 that gets a translation says so, and is not to be done again; other states stay")
    func targetState() throws {
        let head = "<source>Hello</source>\n<target xml:lang='es' "
        for state in ["new", "needs-translation", "needs-adaptation", "needs-l10n"] {
            let expected = unit(head + "state='translated' >Hola</target>")
            let sources = [head + "state='\(state)' ></target>", head + "state='\(state)' >\n</target>"]
            for source in sources {
                #expect(try translated(unit(source), .xliff) { _ in "Hola" } == expected, "\(source)")
            }
            let closed = try translated(unit(head + "state='\(state)' />"), .xliff) { _ in "Hola" }
            #expect(closed.replacing("' >", with: "'>") == expected.replacing("' >", with: "'>"))
            #expect(try prompts(expected, .xliff).isEmpty)
            // Also where the translation is what stands there.
            let same = unit("<source>Hola</source><target state=\"new\">Hola</target>")
            #expect(try translated(same, .xliff) { $0 } == same.replacing("new", with: "translated"))
        }
        for state in ["translated", "final", "signed-off", "needs-review-translation"] {
            #expect(try prompts(unit(head + "state='\(state)'>Hola</target>"), .xliff).isEmpty)
            let text = unit(head + "state='\(state)'></target>")
            let expected = text.replacing("></target>", with: ">Hola</target>")
            #expect(try translated(text, .xliff) { _ in "Hola" } == expected)
        }
    }

    private func accept(_ text: String, into target: String) throws {
        var options = ReadingOptions()
        options.target = try LanguageTag(target)
        _ = try SourceDocument(bytes: Array(text.utf8), format: .xliff, options: options)
    }

    @Test("A file that is for another language than the one that is wanted is refused; a country is of no matter")
    func otherLanguage() throws {
        for target in ["<target>Hylo</target>", "<target></target>", ""] {
            let old =
                "<xliff version=\"1.2\">\n<file source-language=\"en\" target-language=\"cy\"><body>"
                + "<trans-unit id=\"1\"><source>Hello</source>\(target)</trans-unit></body></file></xliff>"
            let new =
                "<xliff version=\"2.0\" srcLang=\"en\" trgLang=\"cy-GB\"><file><unit><segment>"
                + "<source>Hello</source>\(target)</segment></unit></file></xliff>"
            for (text, line) in [(old, 2), (new, 1)] {
                #expect(throws: DocumentError.otherLanguage(line: line, found: "cy", wanted: "es-MX")) {
                    try accept(text, into: "es-MX")
                }
                try accept(text, into: "cy")
                for name in ["es", "es_ES", "ES-419", "", "none", "x-own"] {
                    let other = text.replacing("\"cy\"", with: "\"\(name)\"")
                        .replacing("\"cy-GB\"", with: "\"\(name)\"")
                    try accept(other, into: "es-MX")
                }
                try accept(text.replacing("\"cy\"", with: "\"no\"").replacing("cy-GB", with: "no"), into: "nb")
            }
        }
    }

    @Test(
        "A file of XLIFF 2.0 that does not say its target language says it with the first translation",
        arguments: ["", "<target/>", "<target></target>"])
    func targetLanguage(target: String) throws {
        let text =
            "<xliff version=\"2.0\" srcLang=\"en\"><file><unit><segment><source>42</source></segment>"
            + "<segment><source>Hello</source>\(target)</segment><segment><source>Bye</source></segment>"
            + "</unit></file></xliff>"
        var options = ReadingOptions()
        options.target = try LanguageTag("pt-BR")
        let document = try SourceDocument(bytes: Array(text.utf8), format: .xliff, options: options)
        #expect(document.segments.map(\.text).joined() == text)
        let pairs = document.segments.map {
            ($0, $0.prompt.replacing("Hello", with: "Olá").replacing("Bye", with: "Tchau"))
        }
        let expected = text.replacing(
            "<source>Hello</source>" + target, with: "<source>Hello</source><target>Olá</target>"
        )
        .replacing("Bye</source>", with: "Bye</source><target>Tchau</target>")
        .replacing("srcLang=\"en\"", with: "srcLang=\"en\" trgLang=\"pt-BR\"")
        #expect(String(decoding: Assembly.assemble(pairs, format: .xliff), as: UTF8.self) == expected)
        for other in [text.replacing("en\"", with: "en\" trgLang=\"pt\""), text.replacing("2.0", with: "1.2")] {
            let document = try SourceDocument(bytes: Array(other.utf8), format: .xliff, options: options)
            let result = Assembly.assemble(document.segments.map { ($0, $0.prompt) }, format: .xliff)
            #expect(!String(decoding: result, as: UTF8.self).contains("pt-BR"))
        }
    }

    @Test("Tags out of order are no sound translation, though all are there")
    func nesting() throws {
        let segment = try #require(
            try SourceDocument(bytes: Array(Self.new.utf8), format: .xliff).segments.first { $0.kind == .translatable })
        #expect(segment.discrepancies(of: segment.prompt, format: .xliff).isEmpty)
        #expect(
            segment.discrepancies(of: "</pc>Hola <x1/><pc id=\"2\">.", format: .xliff)
                == [.misplaced])
    }

    @Test("A translation whose tags do not belong together is not put in, where it would break the file")
    func broken() throws {
        for answer in ["Hola <b>mundo.", "Hola mundo</b>.", "Hola </b>mundo<b>.", "<b>Hola <i>mundo</b></i>."] {
            let page = "<p>Hello <b>world</b>.</p>\n"
            #expect(try translated(page, .html) { _ in answer } == page, "\(answer)")
            let unit =
                "<xliff version=\"1.2\"><file><body><trans-unit id=\"1\"><source>Hello <b>world</b>.</source>"
                + "<target></target></trans-unit></body></file></xliff>"
            #expect(try translated(unit, .xliff) { _ in answer } == unit, "\(answer)")
        }
        let lines = "<p>Hello <b>big<br>world</b>.</p>\n"
        #expect(
            try translated(lines, .html) { _ in "Hola <b>gran</b><br>mundo." } == "<p>Hola <b>gran</b><br>mundo.</p>\n")
    }

    @Test(
        "What is not well-formed, or declares entities, is refused with its line",
        arguments: [
            ("<xliff>\n<a></b></xliff>", 2), ("<xliff>\n<a>", 2), ("<xliff></xliff>\nx", 1), ("<a/><b/>", 1),
            ("<xliff>&nbsp;</xliff>", 1), ("<xliff>\na < b</xliff>", 2), ("x", 1), ("<xliff", 1),
            ("\n<html>\n<p>Hello</p></html>", 2), ("<XLIFF></XLIFF>", 1),
            ("<!DOCTYPE x [\n<!ENTITY a \"b\">]><xliff>&a;</xliff>", 1),
        ])
    func unsound(text: String, line: Int) {
        let error = #expect(throws: DocumentError.self) { try segments(text, .xliff) }
        guard case .malformed(.xliff, line, _) = error else {
            Issue.record("\(error.map { "\($0)" } ?? "nothing")")
            return
        }
    }
}
