import Support
import Testing

@testable import Documents

/// The cutter skips what it can; what it finds must be what a walk through every character finds.
@Suite("Cuts of long texts", .besideAnother)
struct BlockCutterTests {
    private static let atoms = [
        "word ", "words", " of ", "text, ", "and; ", "so. ", "Then. Next ", "Mr. Who ", "end.(Foo) ", "\n", "\r\n",
        "\r", "\n\n", "\t", "  ", "e\u{301}", "1\u{FE0F}\u{20E3}", "👩‍👩‍👧", "🇩🇪🇫🇷", "한국어", "漢字。", "かな、", "ไทย", "—", "…",
        "“quoted”", "don’t ", "{name}", "https://example.org/a/long/path/to/it ", "%s", "#", "3.14 ", "über ", "!", "?",
        "**", "**", "[a. b ", "](https://example.org)", "<em>", "</em>",
        String(repeating: "long", count: 30), String(repeating: "a b ", count: 20),
    ]

    @Test("Every cut is where a walk through every character would make it", arguments: [10, 60, 300], [false, true])
    func equalsSlowWalk(tokens: Int, keepsLines: Bool) {
        for seed in 0..<80 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let text = (0..<200).map { _ in random.pick(Self.atoms) }.joined()
            for limit in [ReadingOptions.SegmentLimit.tokens(tokens), .characters(tokens * 4)] {
                let sentences = SentenceBreaker(language: nil)
                let cutter = BlockCutter(
                    text, limit: limit, keepsLines: keepsLines, protected: MarkdownReader.protected,
                    sentences: sentences)
                let slow = SlowCutter(
                    text: CuttableText(
                        text, keepsLines: keepsLines, protected: MarkdownReader.protected, sentences: sentences),
                    limit: limit)
                let pieces = cutter.pieces()
                #expect(pieces.last?.upperBound == text.utf8.count)
                var wrong = 0
                for piece in pieces.dropLast() {
                    guard let cut = slow.bestBorder(from: piece.lowerBound) else { continue }
                    if cut != piece.upperBound { wrong += 1 }
                }
                #expect(wrong == 0, "seed \(seed), \(limit)")
            }
        }
    }
}

/// Looks at each character of a piece by itself.
private struct SlowCutter {
    let text: CuttableText
    let limit: ReadingOptions.SegmentLimit

    /// Where a piece is best cut; nil where it has no border.
    func bestBorder(from start: Int) -> Int? {
        var walk = BorderWalk(text, from: start)
        var borders: [(offset: Int, rank: BorderRank, size: Int)] = []
        var size = 0
        while !walk.isAtEnd, size <= limit.most || walk.isInside {
            let here = walk.offset
            let character = walk.next()
            if let rank = character.rank, size > 0 { borders.append((here, rank, size)) }
            size += limit.size(of: String(decoding: text.bytes[character.place], as: UTF8.self))
        }
        let least = limit.most - limit.most / 2
        let good = borders.filter { $0.size >= least || text.keepsLines && $0.rank >= .line }
        guard let highest = good.map(\.rank).max() else { return borders.last?.offset }
        return good.last { $0.rank == highest }?.offset
    }
}
