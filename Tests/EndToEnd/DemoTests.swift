import Support
import Testing

@Suite("demo", .alone)
struct DemoTests {
    @Test("The demonstration ends well within 15 s, and proves what it shows")
    func demo() async throws {
        try await withSandbox { sandbox in
            // Outside of this process, whose threads may be busy with other tests when the demonstration ends.
            let limit = ["/usr/bin/timeout", "--signal=KILL", "15"]
            let demo = try await sandbox.running(["demo"], under: limit) { _ in }.finished
            #expect(demo.status != .signaled(9), "nobody waits longer for a demonstration")
            #expect(demo.code == 0, "\(demo)")
            #expect(demo.errors.contains("Interrupted") && demo.errors.contains("2 of them by kill -9"), "\(demo)")
            #expect(demo.errors.contains("equals the uninterrupted one, byte for byte"), "\(demo)")
            #expect(demo.text.contains("```\nLIGHT   3 short"), "stdout is the document, its code as it was; \(demo)")
            #expect(!demo.text.contains("\u{1B}") && !demo.errors.contains("\u{1B}"), "no escape codes in a pipe")
        }
    }
}
