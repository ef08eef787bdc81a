import Documents
import Support
import Testing
import Translation

@Suite("Catalogues", .light)
struct CatalogueTests {
    @Test("JSON: values are texts, keys are not; what describes a text beside it is none")
    func json() throws {
        let text = #"""
            {
              "title": "Open \"file\"\n…",
              "@title": {"description": "Not this."},
              "list": ["One", 2, true, {"deep": "caf\u00e9"}],
              "only": "{name}", "empty": "", "count": "{n} files"
            }
            """#
        #expect(
            try prompts(text, .json) == ["[[1]] Open \"file\"\n…\n[[2]] One\n[[3]] café\n[[4]] {n} files"])
        let result = try translated(text, .json) { _ in
            "[[1]] Abrir «archivo»\n\"…\"\n[[2]] Uno\\\n[[3]] té\n[[4]] {n} archivos"
        }
        #expect(
            result
                == text.replacing(#"Open \"file\"\n…"#, with: #"Abrir «archivo»\n\"…\""#)
                .replacing(#""One""#, with: #""Uno\\""#).replacing(#"caf\u00e9"#, with: #"t\u00e9"#)
                .replacing("{n} files", with: "{n} archivos"))
    }

    @Test("Half of a pair of surrogates stays as it is written, and none comes in that was not there")
    func halfPairs() throws {
        let text = #"{"a": "Cut \ud83d off \uDE00", "b": "\ud83d\ude00 Whole", "c": "Not \\ud800 it", "d": "\ud800"}"#
        #expect(
            try prompts(text, .json) == [
                #"[[1]] Cut \ud83d off \uDE00"# + "\n[[2]] 😀 Whole\n" + #"[[3]] Not \\ud800 it"#
            ])
        #expect(try translated(text, .json) { $0 } == text)
        let result = try translated(text, .json) {
            $0.replacing("Cut", with: "Corte").replacing("Not", with: "No").replacing("Whole", with: "Todo")
        }
        #expect(
            result
                == text.replacing("Cut", with: "Corte").replacing("Not", with: "No")
                .replacing(#"\ud83d\ude00 Whole"#, with: "\\ud83d\\ude00 Todo"))
        let plain = #"{"a": "Plain"}"#
        #expect(try translated(plain, .json) { _ in #"Llano \ud800"# } == plain)
        #expect(try translated(plain, .json) { _ in #"Llano \u \x"# } == #"{"a": "Llano \\u \\x"}"#)
        #expect(
            try translated("a=Cut \\ud83d\n", .properties) { $0.replacing("Cut", with: "Corte") } == "a=Corte \\ud83d\n"
        )
    }

    @Test(
        "A text in which an escape stands for NUL stays as it is, since texts end there; what only looks like it is text",
        arguments: [
            (#"{"a": "One\u0000two", "b": "Three"}"#, DocumentFormat.json), ("a=One\\u0000two\nb=Three\n", .properties),
            (#""a" = "One\U0000two"; "b" = "Three";"# + "\n", .strings), ("a: \"One\\0two\"\nb: Three\n", .yaml),
            (#"{"a": "One\\\u0000two", "b": "Three"}"#, .json), ("a: \"One\\x00\"\nb: Three\n", .yaml),
            ("msgid \"One\\0two\"\nmsgstr \"\"\n\nmsgid \"Three\"\nmsgstr \"\"\n", .po),
            ("msgid \"One\\x000 two\"\nmsgstr \"\"\n\nmsgid \"Three\"\nmsgstr \"\"\n", .po),
        ])
    func nul(text: String, format: DocumentFormat) throws {
        #expect(try prompts(text, format) == ["Three"])
        let expected =
            format == .po
            ? text.replacing("Three\"\nmsgstr \"", with: "Three\"\nmsgstr \"Tres")
            : text.replacing("Three", with: "Tres")
        #expect(try translated(text, format) { _ in "Tres" } == expected)
        #expect(try prompts(#"{"a": "No \\u0000 here"}"#, .json) == [#"No \u0000 here"#])
        #expect(try translated(#"{"a": "No \\u0000 here"}"#, .json) { $0 } == #"{"a": "No \\u0000 here"}"#)
    }

    @Test(
        "JSON that is none is refused, with its line",
        arguments: [
            ("{\n\"a\": \"b\",\n}", 3), ("{\"a\" \"b\"}", 1), ("[\"a\"\n\"b\"]", 2), ("{\"a\": \"b\"} x", 1),
            ("[\"a\nb\"]", 1), ("[\"a\\x\"]", 1), ("[\"a", 1), ("{\"a\": tru}", 1), ("[[[\"a\"]]", 1),
        ])
    func unsoundJSON(text: String, line: Int) {
        let error = #expect(throws: DocumentError.self) { try segments(text, .json) }
        guard case .malformed(.json, line, _) = error else {
            Issue.record("\(error.map { "\($0)" } ?? "nothing")")
            return
        }
    }

    @Test(
        "Java: a code point of fewer than four digits is refused with its line, as Java does, in keys too",
        arguments: [
            ("a=b\nc=caf\\u12\n", 2), ("a=\\u00e", 1), ("a=\\u", 1), ("k\\u12g4=b\n", 1),
            ("a=b\\\n  c\\\n \\u00\\\n", 3), ("a=\\\\\\u12\n", 1), ("a=\\u00\n e9\n", 1),
        ])
    func shortCodePoints(text: String, line: Int) throws {
        let error = #expect(throws: DocumentError.self) { try segments(text, .properties) }
        guard case .malformed(.properties, line, _) = error else {
            Issue.record("\(error.map { "\($0)" } ?? "nothing")")
            return
        }
        let sound = "# \\u12\na=Caf\\u00E9 \\\\u12 \\U12 \\u00\\\n  e9\nb=\\"
        #expect(try prompts(sound, .properties) == ["Café \\u12 U12 é"])
    }

    @Test("Java: values, over several lines too, in ASCII where the file has nothing else")
    func properties() throws {
        let text =
            "# Comment: x\n! another\nkey.one = Hello\\\n    , world\\u0021\nkey\\ two:Yes {0}\nempty=\n  third  Good bye\n"
        #expect(try prompts(text, .properties) == ["[[1]] Hello, world!\n[[2]] Yes {0}\n[[3]] Good bye"])
        let result = try translated(text, .properties) { _ in "[[1]] ¡Hola!\n[[2]] Sí\n{0}\n[[3]] Adiós" }
        #expect(
            result
                == "# Comment: x\n! another\nkey.one = \\u00a1Hola!\nkey\\ two:S\\u00ed\\n{0}\nempty=\n  third  Adi\\u00f3s\n"
        )
        let modern = try translated("a=Grüße\nb=No\n", .properties) { _ in "[[1]] Saludos\n[[2]] ¿No?" }
        #expect(modern == "a=Saludos\nb=¿No?\n")
    }

    @Test("Apple: the text behind the equals sign, never the key nor a comment")
    func strings() throws {
        let text =
            "/* \"no\" = \"no\"; */\n\"greeting\" = \"Hello \\\"%@\\\"\";\n// \"no\";\nbare = \"Open\\n\"; \"alone\";\n"
        #expect(try prompts(text, .strings) == ["[[1]] Hello \"%@\"\n[[2]] Open"])
        let result = try translated(text, .strings) { _ in "[[1]] Hola \"%@\"\n[[2]] Abrir" }
        #expect(
            result
                == "/* \"no\" = \"no\"; */\n\"greeting\" = \"Hola \\\"%@\\\"\";\n// \"no\";\nbare = \"Abrir\\n\"; \"alone\";\n"
        )
        for (broken, line) in [
            ("\"a\" = \"b\"\n\"c\" = \"d\";", 2), ("/* a", 1), ("\"a\" \"b\";", 1), ("\"a\" = \"b", 1),
        ] {
            let error = #expect(throws: DocumentError.self) { try segments(broken, .strings) }
            guard case .malformed(.strings, line, _) = error else {
                Issue.record("\(error.map { "\($0)" } ?? "nothing")")
                continue
            }
        }
    }

    @Test(
        "PO: what only looks like a line's end or like a quote's end is text; translations that are there stay",
        arguments: ["x\u{2028}y", "\u{301}x", "x\u{85}y", "x\u{B}y", "\u{200D}x", "x # y", "x\\\"y"])
    func oddTexts(words: String) throws {
        let done = "msgid \"a\"\nmsgstr \"\(words)\"\n"
        #expect(try prompts(done, .po).isEmpty)
        let shown = words.replacing("\\\"", with: "\"")
        #expect(try prompts("msgid \"\"\n\"\(words)\"\nmsgstr \"\"\n", .po) == [shown])
        #expect(try prompts("# \"no\"\nmsgid \"\" # \"no\"\n\"\(words)\"\nmsgstr \"\"\n", .po) == [shown])
    }

    @Test(
        "JSON: numbers and escapes are those of the standard",
        arguments: ["01", ".5", "1.", "--", "-", "+1", "1e", "1.2.3", "\"\\u12G4\"", "\"\\u\"", "1e+", "0x1"])
    func numbers(value: String) {
        #expect(throws: DocumentError.self) { try segments("[\(value), \"text\"]", .json) }
        #expect(throws: Never.self) { try segments("[0, -0.5e+3, 10E2, \"\\u00e9 text\"]", .json) }
    }

    @Test("Java: a key may go on in the next line, and a text may begin with what separates it from the key")
    func logicalLines() throws {
        #expect(try translated("some.key\\\n    = Hello\n", .properties) { _ in "Hola" } == "some.key\\\n    = Hola\n")
        #expect(try translated("k \\\r\n = val\r\n", .properties) { _ in "uno" } == "k \\\r\n = uno\r\n")
        #expect(try translated("k word\n", .properties) { _ in ": colon" } == "k \\: colon\n")
        #expect(try translated("k=word\n", .properties) { _ in "=" } == "k=\\=\n")
        #expect(try prompts("a = foo\u{2028}bar\n", .properties) == ["foo\u{2028}bar"])
        #expect(try prompts("a = A\\U0041b\n", .properties) == ["AU0041b"])
    }

    @Test("Apple: a table in braces, and texts in single quotes")
    func appleVariants() throws {
        let text = "{ 'a' = 'Hello \\U00e9'; \"b\" = \"x\\ty\"; }\n"
        #expect(try prompts(text, .strings) == ["[[1]] Hello é\n[[2]] x\ty"])
        #expect(
            try translated(text, .strings) { _ in "[[1]] L'été\n[[2]] z" }
                == "{ 'a' = 'L\\'été'; \"b\" = \"z\"; }\n")
    }
}
