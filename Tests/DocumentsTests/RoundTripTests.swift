import Documents
import Support
import Testing

@Suite("Taking apart and putting together", .besideAnother)
struct RoundTripTests {
    @Test(
        "Whatever the document, its segments give it back byte for byte", arguments: [DocumentFormat.text, .markdown])
    func segmentsAreTheDocument(format: DocumentFormat) throws {
        for seed in 0..<600 as Range<UInt64> {
            let text = RandomDocument(seed: seed).text
            for limit in [1, 7, 60, 2000] {
                let document = try SourceDocument(bytes: Array(text.utf8), format: format, maximumSegment: limit)
                let joined = document.segments.map(\.text).joined()
                #expect(joined.utf8.elementsEqual(text.utf8), "seed \(seed), limit \(limit)")
            }
        }
    }

    @Test("No segment to translate is over the limit, without a letter, or begun inside a character")
    func segmentsKeepTheRules() throws {
        for seed in 1000..<1600 as Range<UInt64> {
            let text = RandomDocument(seed: seed).text
            for limit in [1, 13, 100] {
                let document = try SourceDocument(bytes: Array(text.utf8), format: .markdown, maximumSegment: limit)
                let counts = document.segments.map(\.text.count)
                #expect(counts.reduce(0, +) == text.count, "a character was cut: seed \(seed), limit \(limit)")
                for (segment, count) in zip(document.segments, counts) where segment.kind == .translatable {
                    #expect(count <= limit, "seed \(seed), limit \(limit)")
                    #expect(segment.text.unicodeScalars.contains { $0.properties.isAlphabetic })
                }
                #expect(!document.segments.contains { $0.text.isEmpty }, "seed \(seed), limit \(limit)")
            }
        }
    }

    @Test("A translation equal to the source gives back the document, mixed line endings and all")
    func identityIsKept() throws {
        for seed in 2000..<2600 as Range<UInt64> {
            let text = RandomDocument(seed: seed).text
            let document = try SourceDocument(bytes: Array(text.utf8), format: .markdown, maximumSegment: 50)
            let bytes = Assembly.assemble(document.segments.map { ($0, $0.prompt) }, format: .markdown)
            #expect(bytes == Array(text.utf8), "seed \(seed)")
            let trimmed = Assembly.assemble(document.segments.map { ($0, "\n" + $0.prompt + " ") }, format: .markdown)
            #expect(trimmed == Array(text.utf8), "seed \(seed), with other white space around the segments")
        }
    }

    @Test("Finishing a finished translation changes nothing more")
    func finishingIsIdempotent() {
        for seed in 3000..<3600 as Range<UInt64> {
            let source = RandomDocument(seed: seed).text
            let translation = RandomDocument(seed: seed + 10_000).text
            let segment = SourceSegment(kind: .translatable, text: source)
            let once = Assembly.finished(segment, translation: translation, format: .text)
            #expect(
                Assembly.finished(segment, translation: once, format: .text).utf8.elementsEqual(once.utf8),
                "seed \(seed)")
        }
    }
}
