import ScriptedEndpoint
import Support
import Testing

@Suite("Without any trouble", .besideAnother)
struct UninterruptedTests {
    @Test("A document goes in, is asked for once a segment, and comes out translated")
    func straight() async throws {
        let text = SampleText(words: 500)
        let translator = DeterministicTranslator()
        try await withSandbox(answering: { translator.answer(to: $0, cutAfterChunks: nil) }) { sandbox, endpoint in
            let added = try await sandbox.run("add", try sandbox.file("log.txt", text.source), "--to", "es")
            #expect(added.code == 0 && added.text == "1\n", "\(added)")
            let daemon = try await sandbox.serving { _ in
                let waited = try await sandbox.run("wait", "1")
                #expect(waited.code == 0, "\(waited)")
            }
            #expect(daemon.code == 0, "a stopped daemon exits with 0; \(daemon)")
            let result = try await sandbox.run("get", "1")
            #expect(result.code == 0 && result.isExactly(text.translation), "\(result)")
            #expect(endpoint.requests.count == 2, "500 words are two segments, each asked for once")
        }
    }
}
