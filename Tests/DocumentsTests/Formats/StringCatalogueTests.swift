import Documents
import Foundation
import Support
import Testing
import Translation

@Suite("Apple's string catalogues", .light)
struct StringCatalogueTests {
    private static let catalogue = StringCatalogueSample.text

    private func document(_ text: String, _ target: String, limit: Int = 2000) throws -> SourceDocument {
        var options = ReadingOptions()
        options.target = try LanguageTag(target)
        options.limit = .characters(limit)
        return try SourceDocument(bytes: Array(text.utf8), format: .xcstrings, options: options)
    }

    private func texts(_ text: String, _ target: String) throws -> [String] {
        let prompts = try document(text, target).segments.filter { $0.kind == .translatable }.map(\.prompt)
        return prompts.flatMap { $0.split(separator: "\n") }.map { line in
            line.hasPrefix("[[") ? String(line.drop { $0 != " " }.dropFirst()) : String(line)
        }
    }

    /// The catalogue with each text in brackets.
    private func translated(_ text: String, _ target: String, limit: Int = 2000) throws -> String {
        let document = try document(text, target, limit: limit)
        #expect(document.segments.map(\.text).joined() == text)
        let pairs = document.segments.map { segment -> (SourceSegment, String) in
            guard segment.kind == .translatable else { return (segment, "") }
            let lines = segment.prompt.split(separator: "\n").map { line in
                line.hasPrefix("[[")
                    ? line.prefix { $0 != " " } + " «" + line.drop { $0 != " " }.dropFirst() + "»"
                    : "«\(line)»"
            }
            return (segment, lines.joined(separator: "\n"))
        }
        return String(decoding: Assembly.assemble(pairs, format: .xcstrings), as: UTF8.self)
    }

    private func strings(_ text: String) throws -> [String: NSDictionary] {
        let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return try #require(root?["strings"] as? [String: NSDictionary])
    }

    private func unit(_ value: String) -> [String: Any] { ["stringUnit": ["state": "translated", "value": value]] }

    @Test(
        "What has no translation gets one, with the plural forms of its language; all else stays",
        arguments: [200, 2000])
    func russian(limit: Int) throws {
        let result = try translated(Self.catalogue, "ru", limit: limit)
        let (before, after) = (try strings(Self.catalogue), try strings(result))
        #expect(Set(before.keys) == Set(after.keys))
        for (key, entry) in before {
            let localizations = entry["localizations"] as? [String: NSDictionary] ?? [:]
            var others = after[key]?["localizations"] as? [String: NSDictionary] ?? [:]
            others["ru"] = nil
            #expect(others == localizations.filter { $0.key != "ru" })
        }
        let russian = after.compactMapValues { ($0["localizations"] as? [String: NSDictionary])?["ru"] }
        let expected: [String: NSDictionary] = [
            "%lld players": [
                "variations": [
                    "plural": [
                        // Russian says “one” of 21 too, so the figure must be in it.
                        "one": unit("«%lld players»"), "few": unit("«%lld players»"), "many": unit("«%lld players»"),
                        "other": unit("«%lld players»"), "zero": unit("«No player»"),
                    ]
                ]
            ],
            "Bare \"key\"": unit("«Bare \"key\"»") as NSDictionary, "greeting": unit("«Hello %@»") as NSDictionary,
            "new": unit("«new»") as NSDictionary,
            "review": ["stringUnit": ["state": "needs_review", "value": "проверить"]],
            "mixed": [
                "stringUnit": ["state": "translated", "value": "«%#@apples@ in the bag»"],
                "substitutions": [
                    "apples": [
                        "argNum": 1, "formatSpecifier": "lld",
                        "variations": [
                            "plural": [
                                "one": unit("«%arg apple»"), "few": unit("«%arg apples»"),
                                "many": unit("«%arg apples»"), "other": unit("«%arg apples»"),
                            ]
                        ],
                    ]
                ],
            ],
            "Tap": ["variations": ["device": ["mac": unit("«Click»"), "other": unit("«Tap»")]]],
        ]
        #expect(russian == expected)
    }

    @Test("What is written looks as if Xcode had written it")
    func layout() throws {
        let text = """
            {
              "sourceLanguage" : "en",
              "strings" : {
                "A word" : {

                },
                "Another" : {
                  "localizations" : {
                    "de" : {
                      "stringUnit" : {
                        "state" : "new",
                        "value" : "x"
                      }
                    }
                  }
                },
                "Third" : {
                  "comment" : "c",
                  "shouldTranslate" : true
                },
                "Last" : {
                  "localizations" : {
                    "ja" : {
                      "stringUnit" : {
                        "state" : "translated",
                        "value" : "終"
                      }
                    }
                  }
                }
              },
              "version" : "1.0"
            }
            """
        func unit(_ words: String) -> String {
            """
            "de" : {
                      "stringUnit" : {
                        "state" : "translated",
                        "value" : "«\(words)»"
                      }
                    }
            """
        }
        let expected =
            text
            .replacing(
                "\"A word\" : {\n\n",
                with: "\"A word\" : {\n      \"localizations\" : {\n        \(unit("A word"))\n      }\n"
            )
            .replacing(
                "\"new\",\n            \"value\" : \"x\"",
                with: "\"translated\",\n            \"value\" : \"«Another»\""
            )
            .replacing("\"c\",\n", with: "\"c\",\n      \"localizations\" : {\n        \(unit("Third"))\n      },\n")
            .replacing("\"ja\" : {", with: "\(unit("Last")),\n        \"ja\" : {")
        #expect(try translated(text, "de") == expected)
        let windows = try translated(text.replacing("\n", with: "\r\n"), "de")
        #expect(windows == expected.replacing("\n", with: "\r\n"))
        #expect(
            try translated(#"{"sourceLanguage":"en","strings":{"A":{"localizations":{}},"B":{}}}"#, "de")
                == #"{"sourceLanguage":"en","strings":{"A":{"localizations":{"de":{"stringUnit":{"state":"translated","value":"«A»"}}}},"B":{"localizations":{"de":{"stringUnit":{"state":"translated","value":"«B»"}}}}}}"#
        )
    }

    @Test("Each language gets its own plural forms")
    func plurals() throws {
        for (language, forms) in [
            ("ja", ["other", "zero"]), ("de", ["one", "other", "zero"]), ("es", ["many", "one", "other", "zero"]),
            ("ar", ["few", "many", "one", "other", "two", "zero"]), ("pt-BR", ["many", "one", "other", "zero"]),
        ] {
            let entry = try #require(try strings(translated(Self.catalogue, language))["%lld players"])
            let localization = (entry["localizations"] as? [String: NSDictionary])?[language]
            let found = (localization?["variations"] as? [String: NSDictionary])?["plural"] as? [String: NSDictionary]
            #expect(found?.keys.sorted() == forms, "\(language)")
        }
    }

    @Test("A catalogue that is complete, or whose own language is asked for, comes back as it was")
    func complete() throws {
        #expect(try texts(Self.catalogue, "en").isEmpty)
        let done = try translated(Self.catalogue, "ru")
        #expect(try texts(done, "ru").isEmpty)
        #expect(try translated(done, "ru") == done)
    }

    @Test("A catalogue is refused where it cannot be told what to do, or where it is none")
    func refused() throws {
        let error = #expect(throws: DocumentError.self) { try segments(Self.catalogue, .xcstrings) }
        #expect(error?.message.contains("--to") == true)
        let deep = #"{"sourceLanguage":"en","strings":"# + String(repeating: "[", count: 100_000)
        for (broken, line) in [
            ("{\n\"sourceLanguage\" : \"en\",\n\"strings\" : {},\n}", 4), ("[]", 1), ("{\"strings\" : {}}", 1),
            (deep, 1),
        ] {
            let error = #expect(throws: DocumentError.self) { try document(broken, "de") }
            guard case .malformed(.xcstrings, line, _) = error else {
                Issue.record("\(error.map { "\($0)" } ?? "nothing")")
                continue
            }
        }
    }

    @Test("What no catalogue has is left alone, and does no harm")
    func odd() throws {
        for entry in [
            #""a": {"localizations": []}"#, #""a": {"localizations": {"de": "x"}}"#,
            #""a": {"localizations": {"de": {"stringUnit": 1}}}"#, #""a": {"localizations": {"de": {}}}"#,
            #""a": {"localizations": {"en": {"stringUnit": {"value": 1}}}}"#,
            #""a": {"localizations": {"en": {"variations": {"plural": {}}}}}"#,
            #""a": {"localizations": {"en": {"variations": {"plural": {"one": []}}}}}"#,
            #""a": {"localizations": {"de": {"stringUnit": {"value": "x", "state": "new"}}}}"#,
            #""a": {"localizations": {"de": {"stringUnit": {"state": "new"}}}}"#,
            #""a": {"localizations": {"de": {"variations": {"plural": {"one": {"stringUnit": {"state":"new","value":""}}}}}}}"#,
        ] {
            let result = try translated("{\"sourceLanguage\": \"en\", \"strings\": {\(entry)}}", "de")
            #expect(throws: Never.self) { try strings(result) }
            #expect(try translated(result, "de") == result, "\(result)")
        }
        #expect(try texts(#"{"sourceLanguage": "en", "strings": {"a": 1, "b": [{}], "c": null}}"#, "de").isEmpty)
        // A form within a form within a form would be as many as the grains on the chessboard.
        let forms = String(repeating: #"{"variations":{"plural":{"other":"#, count: 15)
        let deep =
            #"{"sourceLanguage":"en","strings":{"a":{"localizations":{"en":"# + forms
            + #"{"stringUnit":{"state":"new","value":"x"}}"# + String(repeating: "}", count: 49)
        #expect(try translated(deep, "ar").utf8.count < 100_000)
    }
}
