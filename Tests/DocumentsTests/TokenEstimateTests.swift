import Documents
import Support
import Testing
import Translation

@Suite("How many tokens a text is", .light)
struct TokenEstimateTests {
    @Test(
        "The estimate is near to what vocabularies of models need, and rather above",
        arguments: [
            // Between what the vocabularies of GPT-4o (200,000 entries) and of Llama 2 (32,000) are known to need by script.
            ("The quick brown fox jumps over the lazy dog, and nobody minds.", 12...20),
            ("Съешь же ещё этих мягких французских булок, да выпей чаю.", 14...28),
            ("El veloz murciélago hindú comía feliz cardillo y kiwi.", 13...22),
            ("我能吞下玻璃而不伤身体。", 8...18), ("私はガラスを食べられます。", 8...18),
            ("나는 유리를 먹을 수 있어요.", 8...24), ("2025-11-23", 6...10), ("", 0...0), ("a", 1...1),
        ] as [(String, ClosedRange<Int>)])
    func scripts(text: String, expected: ClosedRange<Int>) {
        #expect(expected.contains(TokenEstimate.tokens(in: text)), "\(TokenEstimate.tokens(in: text)) for “\(text)”")
    }

    @Test("More text is never fewer tokens, and parts are together what the whole is, but for what is rounded")
    func additive() {
        for seed in 0..<200 as Range<UInt64> {
            let (one, other) = (RandomDocument(seed: seed).text, RandomDocument(seed: seed + 1000).text)
            let parts = TokenEstimate.tokens(in: one) + TokenEstimate.tokens(in: other)
            let whole = TokenEstimate.tokens(in: one + other)
            #expect((parts - 1...parts).contains(whole), "seed \(seed)")
            #expect(TokenEstimate.tokens(in: one.dropLast()) <= TokenEstimate.tokens(in: one), "seed \(seed)")
        }
    }

    @Test("No segment has more tokens than are allowed, and together they are the document")
    func limit() throws {
        for seed in 4000..<4300 as Range<UInt64> {
            let text = RandomDocument(seed: seed).text
            for limit in [1, 13, 100] {
                var options = ReadingOptions()
                options.limit = .tokens(limit)
                for format in [DocumentFormat.text, .markdown] {
                    let document = try SourceDocument(bytes: Array(text.utf8), format: format, options: options)
                    #expect(document.segments.map(\.text).joined().utf8.elementsEqual(text.utf8), "seed \(seed)")
                    // A mark may be longer than the few bytes that it hides.
                    let tooLong = document.segments.first {
                        $0.kind == .translatable && $0.prompt.count > 1
                            && min(TokenEstimate.tokens(in: $0.prompt), TokenEstimate.tokens(in: $0.text)) > limit
                    }
                    #expect(tooLong == nil, "seed \(seed), limit \(limit)")
                }
            }
        }
    }

    @Test("Unless told otherwise, a segment is 700 tokens long; a limit that nobody can mean does no harm")
    func usual() throws {
        let text = String(repeating: "A sentence that is nine words long, with marks.\n\n", count: 400)
        func segments(_ limit: ReadingOptions.SegmentLimit?) throws -> [SourceSegment] {
            var options = ReadingOptions()
            if let limit { options.limit = limit }
            return try SourceDocument(bytes: Array(text.utf8), format: .text, options: options).segments
        }
        let sizes = try segments(nil).dropLast().map { TokenEstimate.tokens(in: $0.text) }
        #expect(sizes.allSatisfy { (600...700).contains($0) } && !sizes.isEmpty)
        #expect(try segments(.tokens(.max)).count == 1)
        #expect(try segments(.tokens(.min)).map(\.text).joined() == text)
    }
}
