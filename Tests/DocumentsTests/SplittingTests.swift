import Documents
import Support
import Testing

@Suite("Segments that are divided", .besideAnother)
struct SplittingTests {
    static let samples: [(DocumentFormat, String)] = [
        (
            .markdown,
            "# One\n\nA text. See [the manual](https://example.org/a/long/path) for `code_that_is_long(x)`.\n\n- a b\n- c d\n"
        ),
        (.text, "  你好世界。你好世界。再见 \r\n\r\nand more"),
        (
            .json,
            "{\"a\": \"Open the file. Then close {name} it, at https://example.org/some/where or so\", \"b\": \"Cut\"}"
        ),
        (
            .po,
            "msgid \"\"\nmsgstr \"\"\n\nmsgid \"a %d file\"\nmsgid_plural \"many %d files\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n\nmsgid \"Two words\"\nmsgstr \"\"\n"
        ),
        (
            .html,
            "<p>One <b>text</b>. And the <a href=\"https://example.org/some/where\">other</a>.</p><ul><li>x y<li>z</ul>"
        ),
        (
            .srt,
            "1\n00:00:01,000 --> 00:00:02,000\nHello there.\nHow are you?\n\n2\n00:00:03,000 --> 00:00:04,000\nFine\n"
        ),
    ]

    /// Every way of dividing everything as far as it goes.
    private func all(_ segment: SourceSegment, _ format: DocumentFormat, depth: Int = 0) -> [SourceSegment] {
        guard depth < 40, let parts = segment.parts(format: format) else { return [segment] }
        return parts.flatMap { all($0, format, depth: depth + 1) }
    }

    private func finish(_ segments: [SourceSegment], _ format: DocumentFormat) -> String {
        String(decoding: Assembly.assemble(segments.map { ($0, $0.prompt) }, format: format), as: UTF8.self)
    }

    @Test("However far it is divided, the texts are the document, and what is not translated gives it back")
    func identity() throws {
        for (format, text) in Self.samples {
            for limit in [3, 20, 2000] {
                let document = try SourceDocument(bytes: Array(text.utf8), format: format, maximumSegment: limit)
                let parts = document.segments.flatMap { all($0, format) }
                #expect(parts.map(\.text).joined() == text, "\(format), limit \(limit)")
                let whole = finish(document.segments, format)
                #expect(finish(parts, format) == whole, "\(format), limit \(limit)")
                if format != .po { #expect(whole == text) }
                for part in parts where part.kind == .translatable {
                    #expect(part.discrepancies(of: part.prompt, format: format).isEmpty, "\(format): \(part.prompt)")
                    #expect(part.prompt.unicodeScalars.contains { $0.properties.isAlphabetic })
                }
            }
        }
    }

    @Test("Random documents too, in either format of running text")
    func random() throws {
        for seed in 6000..<6150 as Range<UInt64> {
            let text = RandomDocument(seed: seed).text
            for format in [DocumentFormat.text, .markdown] {
                let document = try SourceDocument(bytes: Array(text.utf8), format: format)
                let parts = document.segments.flatMap { all($0, format) }
                #expect(parts.map(\.text).joined().utf8.elementsEqual(text.utf8), "seed \(seed)")
                #expect(finish(parts, format).utf8.elementsEqual(text.utf8), "seed \(seed)")
            }
        }
    }

    @Test("Running text is cut at its best border near the middle, and each half knows what it needs")
    func runningText() throws {
        let text = "One two three, four. Five six seven eight, see https://example.org/a/b for more.\n"
        let segment = try #require(try SourceDocument(bytes: Array(text.utf8), format: .text).segments.first)
        let parts = try #require(segment.parts(format: .text))
        #expect(
            parts.map(\.text) == [
                "One two three, four. ", "Five six seven eight, see https://example.org/a/b for more.\n",
            ])
        #expect(parts[1].prompt == "Five six seven eight, see <x1/> for more.")
        let sections = try #require(
            try SourceDocument(bytes: Array("# A\n\nText. Text.\n\n# B\n\nText.\n".utf8), format: .markdown).segments
                .first)
        #expect(sections.parts(format: .markdown)?.map(\.text) == ["# A\n\nText. Text.\n\n", "# B\n\nText.\n"])
    }

    @Test("Several texts are shared out; forms of a message in the plural stay together")
    func severalTexts() throws {
        let (format, text) = Self.samples[3]
        let document = try SourceDocument(bytes: Array(text.utf8), format: format)
        let segment = try #require(document.segments.first { $0.kind == .translatable })
        let parts = try #require(segment.parts(format: format))
        #expect(parts.map(\.prompt) == ["[[1]] a %d file\n[[2]] many %d files", "Two words"])
        #expect(parts.map(\.text).joined() == segment.text)
        #expect(segment.singles(format: format)?.map(\.prompt) == parts.map(\.prompt))
        #expect(parts[0].parts(format: format) == nil && parts[0].singles(format: format) == nil)
    }

    @Test("Of one text among much else the first part keeps the place, and half of it is never written")
    func onePlace() throws {
        let text =
            "{\"a\": \"Open the file at https://example.org/some/where now. Then close it, at https://example.org/some/thing too.\"}"
        let document = try SourceDocument(bytes: Array(text.utf8), format: .json)
        let segment = document.segments[1]
        let parts = try #require(segment.parts(format: .json))
        #expect(parts.map(\.prompt) == ["Open the file at <x1/> now.", "Then close it, at <x1/> too."])
        #expect(parts.map(\.text) == [segment.text, ""] && parts[1].layout?.joint == " ")
        #expect(
            parts[1].discrepancies(of: "Luego ciérrelo.", format: .json) == [.lost("https://example.org/some/thing")])
        let others = [(document.segments[0], String?.none), (document.segments[2], nil)]
        func result(_ second: String?) -> String {
            let pairs = [others[0], (parts[0], "Abra <x1/> ya."), (parts[1], second), others[1]]
            return String(decoding: Assembly.assemble(Assembly.joined(pairs), format: .json), as: UTF8.self)
        }
        #expect(
            result(" Luego ciérrelo en <x1/>.\n")
                == "{\"a\": \"Abra https://example.org/some/where ya. Luego ciérrelo en https://example.org/some/thing.\"}"
        )
        #expect(result(nil) == text)
    }

    @Test("A word cannot be divided, and nor can what is kept as it is")
    func indivisible() {
        #expect(SourceSegment(kind: .translatable, text: " Donaudampfschiffahrt.\n").parts(format: .text) == nil)
        #expect(SourceSegment(kind: .translatable, text: "word 12 34").parts(format: .text) == nil)
        #expect(SourceSegment(kind: .verbatim, text: "two words").parts(format: .text) == nil)
        #expect(SourceSegment(kind: .translatable, text: "two words").singles(format: .text) == nil)
    }

    @Test("A text that is longer than the limit comes in parts that are not, in time in proportion to its length")
    func longUnits() throws {
        func time(_ count: Int) throws -> Duration {
            let words =
                String(repeating: "Some words, <b>and</b> https://example.org/some/where 12. ", count: count) + "end"
            let text = "{\"a\": \"\(words)\"}"
            return try ContinuousClock().measure {
                let document = try SourceDocument(bytes: Array(text.utf8), format: .json, maximumSegment: 100)
                let parts = document.segments.filter { $0.kind == .translatable }
                #expect(parts.allSatisfy { $0.prompt.count <= 100 } && parts.count >= count / 3)
                #expect(finish(document.segments, .json) == text)
            }
        }
        let (small, large) = (try time(200), try time(1600))
        #expect(large < small * 24 + .milliseconds(100), "8 times the text took \(large / small) times as long")
    }
}
