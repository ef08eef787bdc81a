import Documents
import Support
import Testing
import Translation

@Suite("Where an over-long paragraph is cut", .besideAnother)
struct SentenceTests {
    private func segments(
        _ text: String, _ language: String? = nil, limit: Int, format: DocumentFormat = .text
    ) throws -> [String] {
        var options = ReadingOptions()
        options.limit = .characters(limit)
        options.source = try language.map { try LanguageTag($0) }
        return try SourceDocument(bytes: Array(text.utf8), format: format, options: options).segments.map(\.text)
    }

    @Test("An abbreviation of the language ends no sentence")
    func abbreviations() throws {
        let text = "We went home. Now came Prof. Smith and others went away"
        #expect(try segments(text, "en", limit: 28)[0] == "We went home. ")
        #expect(
            try segments("He is there now. So is Mr. Brown and that is all", "en", limit: 30)[0] == "He is there now. ")
        #expect(
            try segments("Das ist nun so. Es kam Nr. Sieben und alle gehen", "de", limit: 30)[0] == "Das ist nun so. ")
    }

    @Test("A line's end inside of a sentence is a worse place than the end of a sentence")
    func wrapped() throws {
        let text = "Er kam nach Hause. Und dann ging\nAnna in die Stadt, und alles war gut, wie immer"
        #expect(try segments(text, "de", limit: 36)[0] == "Er kam nach Hause. ")
    }

    @Test("Sentences without a space between them, and words without one, are told apart")
    func withoutSpaces() throws {
        #expect(try segments("你好世界。你好世界。你好世界", "zh", limit: 8)[0] == "你好世界。")
        // ICU knows the words of Thai by a dictionary: ภาษาไทย is ภาษา and ไทย.
        let thai = try segments("ภาษาไทยภาษาไทยภาษาไทย", "th", limit: 6)
        #expect(thai.joined() == "ภาษาไทยภาษาไทยภาษาไทย" && thai[0] == "ภาษา")
    }

    @Test("Emphasis around a sentence does not hide its end")
    func emphasis() throws {
        #expect(
            try segments("*He went home.* Then she came, and all", "en", limit: 30, format: .markdown)[0]
                == "*He went home.* ")
    }

    @Test("What is protected is never cut, whatever the limit")
    func protected() throws {
        let address = "https://example.org/a/b?c=d"
        let code = "`one two three. Four five, six`"
        let text = "See \(address) and \(code) or {{ a. B, c d e }} ok [here](/a/b_c) now."
        for limit in 1...80 {
            let found = try segments(text, "en", limit: limit, format: .markdown)
            #expect(found.joined() == text)
            for span in [address, code, "{{ a. B, c d e }}", "](/a/b_c"] {
                #expect(found.contains { $0.contains(span) }, "limit \(limit): \(found)")
            }
        }
    }

    @Test("What is nothing but protected is kept as it is")
    func nothingButProtected() throws {
        let document = try SourceDocument(
            bytes: Array("https://example.org/a\n\nText.\n".utf8), format: .text, maximumSegment: 23)
        #expect(document.segments.map(\.kind) == [.verbatim, .translatable])
    }

    @Test("A segment rather begins with a section than in its middle")
    func sections() throws {
        let (long, short) = (String(repeating: "word ", count: 12) + "end.\n\n", "Some more.\n\n")
        let text = "# One\n\n\(long)# Two\n\n\(short)\(short)\(short)"
        #expect(
            try segments(text, limit: 100, format: .markdown) == [
                "# One\n\n\(long)", "# Two\n\n\(short)\(short)\(short)",
            ])
    }

    @Test(
        "Cutting takes time in proportion to the length, whatever the marks",
        arguments: ["a. ", "a. 1 ", "1 2. ", "Dr. ", "漢字", "ภาษา", "ab", "? ", "(\"", "`a` ", "{{ b }}"])
    func proportion(unit: String) throws {
        func time(_ count: Int) throws -> Duration {
            let text = String(repeating: unit, count: count / unit.utf8.count) + "x"
            return try ContinuousClock().measure { _ = try segments(text, "en", limit: 2000, format: .markdown) }
        }
        let small = try (0..<3).map { _ in try time(20_000) }.min() ?? .zero
        let large = try (0..<2).map { _ in try time(160_000) }.min() ?? .zero
        #expect(large < small * 24 + .milliseconds(100), "8 times the text took \(large / small) times as long")
    }
}
