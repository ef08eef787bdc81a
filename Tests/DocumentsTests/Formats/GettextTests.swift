import Documents
import Support
import Testing
import Translation

@Suite("Catalogues of gettext", .light)
struct GettextTests {
    private static let po = #"""
        # A comment.
        msgid ""
        msgstr ""
        "Language: es\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Plural-Forms: nplurals=2; plural=(n != 1);\n"

        #, c-format
        msgctxt "menu"
        msgid "Open %s"
        msgstr ""

        msgid "Done"
        msgstr "Hecho"

        #, fuzzy
        msgid "Close it"
        msgstr "Cerrarlo"

        msgid ""
        "First line\n"
        "Second line\n"
        msgstr ""

        msgid "%d file"
        msgid_plural "%d files"
        msgstr[0] ""
        msgstr[1] ""

        #~ msgid "Old"
        #~ msgstr ""

        """#

    @Test(
        "A message without its values, or with others, stays untranslated, since msgfmt would refuse the file",
        arguments: [
            ("Open %s now", "Abrir ahora"), ("Open %s", "Abrir %s %s"), ("%s has %d", "%d tiene %s"),
            ("Open %(name)s", "Abrir %(nombre)s"), ("Open {name}", "Abrir"),
        ])
    func messageWithoutValues(source: String, answer: String) throws {
        let text = "#, c-format\nmsgid \"\(source)\"\nmsgstr \"\"\n"
        #expect(try translated(text, .po) { _ in answer } == text)
        let segment = try #require(
            try SourceDocument(bytes: Array(text.utf8), format: .po).segments.first { $0.kind == .translatable })
        #expect(segment.discrepancies(of: answer, format: .po).contains(.misplaced))
        let whole = "Sí: " + source
        #expect(
            try translated(text, .po) { _ in whole } == text.replacing("msgstr \"\"", with: "msgstr \"\(whole)\""))
    }

    @Test(
        "PO: messages without a translation get one, plural forms each its own; all else stays",
        arguments: ["\n", "\r\n"])
    func gettext(ending: String) throws {
        let source = Self.po.replacing("\n", with: ending)
        #expect(
            try prompts(source, .po) == [
                "[[1]] Open %s\n[[2]] First line\nSecond line\n[[3]] %d file\n[[4]] %d files"
            ])
        let result = try translated(source, .po) { _ in
            "[[1]] Abrir \"%s\"\n[[2]] Uno\nDos\n[[3]] %d archivo\n[[4]] %d archivos"
        }
        let expected = Self.po
            .replacing("\"Open %s\"\nmsgstr \"\"", with: "\"Open %s\"\nmsgstr \"Abrir \\\"%s\\\"\"")
            .replacing("line\\n\"\nmsgstr \"\"", with: "line\\n\"\nmsgstr \"\"\n\"Uno\\n\"\n\"Dos\\n\"")
            .replacing("msgstr[0] \"\"", with: "msgstr[0] \"%d archivo\"")
            .replacing("msgstr[1] \"\"", with: "msgstr[1] \"%d archivos\"").replacing("\n", with: ending)
        #expect(result == expected)
    }

    @Test(
        "PO that is none is refused, with its line",
        arguments: [
            ("msgid \"a\"\n", 1), ("msgid \"a\nmsgstr \"\"\n", 1), ("msgstr \"a\"\n", 1), ("\"a\"\n", 1),
            ("msgid \"a\"\nmsgstr \"\" x\n", 2), ("msgid \"a\"\nmsgstr[] \"\"\n", 2), ("hello\n", 1),
            ("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n\nmsgid \"a\"\nmsgstr \"\"\n", 2),
            ("msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=CHARSET\\n\"\n", 2),
        ])
    func unsoundGettext(text: String, line: Int) {
        let error = #expect(throws: DocumentError.self) { try segments(text, .po) }
        guard case .malformed(.po, line, _) = error else {
            Issue.record("\(error.map { "\($0)" } ?? "nothing")")
            return
        }
    }

    @Test("PO: a catalogue of another language than the one that is wanted is refused, with the header's line")
    func otherLanguage() throws {
        for (said, wanted, isTaken) in [
            ("es", "es", true), ("es", "es-MX", true), ("pt_BR", "pt", true), ("sr@latin", "sr", true),
            ("", "fr", true), ("LANGUAGE", "fr", true), ("no", "nn", true), ("es", "fr", false), ("pt_BR", "es", false),
            ("zh_CN.UTF-8", "ja", false),
        ] {
            var options = ReadingOptions()
            options.target = try LanguageTag(wanted)
            let text = Self.po.replacing("Language: es", with: "Language: \(said)")
            var refusal: DocumentError?
            do throws(DocumentError) {
                _ = try SourceDocument(bytes: Array(text.utf8), format: .po, options: options)
            } catch {
                refusal = error
            }
            let expected = DocumentError.otherLanguage(line: 4, found: String(said.prefix(2)), wanted: wanted)
            #expect(refusal == (isTaken ? nil : expected), "\(said) for \(wanted)")
        }
        #expect(DocumentFormat.po.holdsLanguages, "each target is looked at for itself")
    }

    @Test("Plural forms of one message are never parted, however many messages go together")
    func pluralsTogether() throws {
        for count in 0..<40 {
            let text =
                (0..<count).map { "msgid \"text \($0)\"\nmsgstr \"\"\n\n" }.joined()
                + "msgid \"one [[file\"\nmsgid_plural \"many files\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n"
            for limit in [1, 20, 2000] {
                #expect(
                    try segments(text, .po, limit: limit).map { $0.replacing("⟦", with: "").replacing("⟧", with: "") }
                        .joined() == text)
                let result = try translated(text, .po, limit: limit) { $0 }
                #expect(
                    result.hasSuffix("msgstr[0] \"one [[file\"\nmsgstr[1] \"many files\"\n"), "\(result.suffix(200))")
            }
        }
    }

    @Test(
        "PO: what msgfmt takes is taken, and what it refuses is refused",
        arguments: [
            ("msgid\n\"a\"\nmsgstr\n\"\"\n", true), ("msgid \"a\" \"b\"\nmsgstr \"\"\n", true),
            ("msgid \"a\"msgstr \"\"\n", true), ("domain \"foo\"\nmsgid \"a\"\nmsgstr \"\"\n", true),
            ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr [ 0 ] \"\"\n", true),
            ("msgid \"a\"\nmsgstr \"\"\nmsgstr \"\"\n", false),
            ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr \"\"\n", false),
            ("msgid \"a\"\nmsgstr[0] \"\"\n", false), ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"\"\n", false),
            ("msgctxt \"a\"\nmsgctxt \"b\"\nmsgid \"c\"\nmsgstr \"\"\n", false), ("msgctxt \"a\"\n", false),
            ("msgid\nmsgstr \"\"\n", false), ("msgid \"a\"\nmsgid_plural\n", false),
        ])
    func asMsgfmt(text: String, isTaken: Bool) {
        #expect(((try? segments(text, .po)) != nil) == isTaken)
    }
}
