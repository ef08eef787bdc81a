import Support
import Testing

extension Sandbox {
    /// Adds a text as job 1, serves until it has ended, and expects the result of an uninterrupted run.
    func translate(_ text: SampleText, location: SourceLocation = #_sourceLocation) async throws {
        let added = try await run("add", try file("log.txt", text.source), "--to", "es")
        guard added.text == "1\n" else { throw Unexpected(added) }
        let daemon = try await serving { _ in
            let waited = try await run("wait", "1", "--timeout", "30")
            #expect(waited.code == 0, "the job must complete; \(waited)", sourceLocation: location)
        }
        #expect(daemon.code == 0, "a stopped daemon exits with 0; \(daemon)", sourceLocation: location)
        let result = try await run("get", "1")
        #expect(result.code == 0, "\(result)", sourceLocation: location)
        #expect(
            result.isExactly(text.translation), "the result must equal the uninterrupted one, byte for byte",
            sourceLocation: location)
    }
}
