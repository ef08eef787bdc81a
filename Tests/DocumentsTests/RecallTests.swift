import Documents
import Foundation
import Support
import Synchronization
import Testing
import Translation

@Suite("What need not be asked for", .besideAnother)
struct RecallTests {
    private static let samples = SplittingTests.samples

    private final class Memory: Sendable {
        private let texts: [String: Recollection]
        private let asked = Mutex<Set<String>>([])

        init(
            _ pairs: [(source: String, target: String)],
            origin: @Sendable (String) -> SegmentOrigin? = { _ in .memory }
        ) {
            texts = pairs.reduce(into: [:]) { texts, pair in
                if let origin = origin(pair.source) {
                    texts[pair.source] = Recollection(text: pair.target, origin: origin)
                }
            }
        }

        var questions: Set<String> { asked.withLock { $0 } }

        func recall(_ text: String) -> Recollection? {
            asked.withLock { _ = $0.insert(text) }
            return texts[text]
        }
    }

    private func document(
        _ text: String, _ format: DocumentFormat, _ memory: Memory?, limit: Int, former: [String] = []
    ) throws -> SourceDocument {
        var options = ReadingOptions()
        options.limit = .characters(limit)
        if let memory { options.recall = { memory.recall($0) } }
        options.former = former
        return try SourceDocument(bytes: Array(text.utf8), format: format, options: options)
    }

    /// Words in capitals, and marks and placeholders as they are.
    private func translate(_ segment: SourceSegment) -> String {
        segment.prompt.split(separator: " ", omittingEmptySubsequences: false)
            .map { $0.allSatisfy { $0.isLetter || $0 == "." } ? $0.uppercased() : String($0) }.joined(separator: " ")
    }

    @Test("What a translation teaches is asked for, word by word, and gives the same document again")
    func whatIsTaughtIsAsked() throws {
        for (format, text) in Self.samples {
            for limit in [30, 2000] {
                let first = try document(text, format, nil, limit: limit)
                let answers = first.segments.map { ($0, $0.kind == .verbatim ? "" : translate($0)) }
                let pairs = answers.flatMap { $0.0.pairs(translation: $0.1, format: format) }
                #expect(!pairs.isEmpty)
                let memory = Memory(pairs)
                let second = try document(text, format, memory, limit: limit)
                #expect(memory.questions.isSuperset(of: pairs.map(\.source)), "\(format)")
                let again = second.segments.map {
                    ($0, $0.recalled?.text ?? ($0.kind == .verbatim ? "" : translate($0)))
                }
                #expect(second.segments.contains { $0.recalled != nil })
                #expect(
                    String(decoding: Assembly.assemble(again, format: format), as: UTF8.self)
                        == String(decoding: Assembly.assemble(answers, format: format), as: UTF8.self),
                    "\(format), limit \(limit)")
            }
        }
    }

    @Test("In random documents too")
    func random() throws {
        for seed in 7000..<7200 as Range<UInt64> {
            let text = RandomDocument(seed: seed).text
            let segments = try document(text, .markdown, nil, limit: 60).segments
            let pairs = segments.flatMap { $0.pairs(translation: $0.prompt, format: .markdown) }
            let memory = Memory(pairs)
            let second = try document(text, .markdown, memory, limit: 60).segments
            #expect(memory.questions.isSuperset(of: pairs.map(\.source)), "seed \(seed)")
            #expect(second.allSatisfy { $0.kind == .verbatim || $0.recalled != nil }, "seed \(seed)")
            let again = Assembly.assemble(second.map { ($0, $0.recalled?.text ?? "") }, format: .markdown)
            #expect(again == Array(text.utf8), "seed \(seed)")
        }
    }

    @Test("Known texts and unknown ones, and those of either origin, are not mixed in one segment")
    func notMixed() throws {
        let memory = Memory([("one", "uno"), ("two", "dos"), ("four", "cuatro")]) { $0 == "four" ? .former : .memory }
        let found = try document(#"["one","two","three","four"]"#, .json, memory, limit: 100).segments
            .filter { $0.kind == .translatable }
        #expect(found.map(\.recalled?.text) == ["[[1]] uno\n[[2]] dos", nil, "cuatro"])
        #expect(found.map(\.recalled?.origin) == [.memory, nil, .former])
    }

    @Test("A recalled text may hold what looks like a mark or like a number")
    func marks() throws {
        let text = #"["Say <b> https://example.org/some/where","b","c"]"#
        let memory = Memory([
            ("Say <b> https://example.org/some/where", "Di <x1/> <b> https://example.org/some/where"),
            ("b", "[[1]] be\n[[2]] ve"), ("c", "ce"),
        ])
        let segments = try document(text, .json, memory, limit: 1000).segments
        let pairs = segments.map { ($0, $0.recalled?.text ?? "") }
        #expect(
            String(decoding: Assembly.assemble(pairs, format: .json), as: UTF8.self)
                == #"["Di <x1/> <b> https://example.org/some/where","[[1]] be\n[[2]] ve","ce"]"#)
    }

    @Test("Parts of a long text, forms with one source and texts that cannot be told apart teach nothing")
    func nothingTaught() throws {
        let long = try document(#"{"a":"One sentence. Another sentence."}"#, .json, nil, limit: 20).segments
        #expect(long.count == 4 && long.allSatisfy { $0.pairs(translation: "Uno.", format: .json).isEmpty })
        let plural = try document(
            "msgid \"a\"\nmsgid_plural \"bs\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\nmsgstr[2] \"\"\n", .po, nil, limit: 20)
        #expect(plural.segments[0].pairs(translation: "[[1]] x\n[[2]] y\n[[3]] z", format: .po).isEmpty)
        let list = try document(#"["a","b"]"#, .json, nil, limit: 20).segments[1]
        #expect(list.pairs(translation: "x y", format: .json).isEmpty)
        #expect(list.pairs(translation: "[[1]] x\n[[2]] y", format: .json).map(\.target) == ["x", "y"])
    }

    @Test("An insertion at the top leaves the segments behind it as they were, paragraphs that had to be cut too")
    func insertion() throws {
        let paragraphs = (0..<40).map { number in
            String(repeating: "Sentence \(number) goes here. ", count: number % 7 * 3 + 1).dropLast() + "\n\n"
        }
        let text = paragraphs.joined()
        let former = try document(text, .markdown, nil, limit: 150).segments.map(\.text)
        let changed = "An insertion.\n\n" + paragraphs[0..<20].joined() + "# New\n\n" + paragraphs[21...].joined()
        let now = try document(changed, .markdown, nil, limit: 150, former: former).segments.map(\.text)
        #expect(now.joined() == changed)
        let new = now.filter { !former.contains($0) }
        #expect(new.count <= 5, "\(new)")
        let same = try document(text, .markdown, nil, limit: 150, former: former).segments.map(\.text)
        #expect(same == former)
    }

    @Test("Former segments that are anything at all leave the document whole, and no segment over the limit")
    func arbitraryFormer() throws {
        for seed in 8000..<8200 as Range<UInt64> {
            let text = RandomDocument(seed: seed).text
            let former = try document(text, .markdown, nil, limit: 100).segments.map(\.text)
            var random = SeededGenerator(seed: seed)
            let mixed = (former + [text, "", "end", "\n"]).shuffled(using: &random)
            let now = try document(text, .markdown, nil, limit: 60, former: mixed).segments
            #expect(now.map(\.text).joined().utf8.elementsEqual(text.utf8), "seed \(seed)")
            #expect(now.allSatisfy { $0.kind == .verbatim || $0.text.count <= 60 }, "seed \(seed)")
        }
    }

    @Test("Former segments that all begin alike take time in proportion to the document")
    func proportion() throws {
        func time(_ count: Int) throws -> Duration {
            let text = String(repeating: "- item\n\ntext\n\n", count: count)
            let former = (0..<count).map { String(repeating: "- item\n\ntext\n\n", count: $0 % 60 + 1) + "x\n\n" }
            return try ContinuousClock().measure { _ = try document(text, .markdown, nil, limit: 2000, former: former) }
        }
        let small = try (0..<2).map { _ in try time(500) }.min() ?? .zero
        let large = try time(4000)
        #expect(large < small * 24 + .milliseconds(100), "8 times the text took \(large / small) times as long")
    }
}
