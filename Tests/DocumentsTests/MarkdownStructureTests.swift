import Documents
import Support
import Testing

@Suite("Random well-formed Markdown", .besideAnother)
struct MarkdownStructureTests {
    @Test(
        "Every word of prose is translated, and none of code, at any depth and any limit", arguments: [20, 300, 2000])
    func codeIsKeptAndProseIsNot(limit: Int) throws {
        for seed in 0..<400 as Range<UInt64> {
            let markdown = RandomMarkdown(seed: seed)
            guard !markdown.text.isEmpty else { continue }
            let document = try SourceDocument(
                bytes: Array(markdown.text.utf8), format: .markdown, maximumSegment: limit)
            let words = Set(
                document.segments.filter { $0.kind == .translatable }
                    .flatMap { $0.text.split { !$0.isLetter && !$0.isNumber }.map(String.init) })
            let translatedCode = markdown.code.filter(words.contains)
            let keptProse = markdown.prose.filter { !words.contains($0) }
            #expect(translatedCode.isEmpty, "seed \(seed):\n\(markdown.text)")
            #expect(keptProse.isEmpty, "seed \(seed):\n\(markdown.text)")
        }
    }
}
