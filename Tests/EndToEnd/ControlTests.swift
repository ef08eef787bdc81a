import ScriptedEndpoint
import Support
import Synchronization
import Testing

@Suite("cancel, pause, resume, retry and wait", .besideAnother)
struct ControlTests {
    private static let text = SampleText(words: 200)

    @Test(
        "A stream that runs is closed, its text is kept, and it goes on from there when it is asked to",
        arguments: [("cancel", "cancelled", "retry"), ("pause", "paused", "resume")])
    func running(stop: String, state: String, goOn: String) async throws {
        let pace = Mutex(Duration.milliseconds(30))
        try await withSandbox(
            answering: { request in
                DeterministicTranslator().answer(to: request, cutAfterChunks: nil, pace: pace.withLock { $0 })
            }
        ) { sandbox, endpoint in
            _ = try await sandbox.run("add", try sandbox.file("log.txt", Self.text.source), "--to", "es")
            let queue = try Queue(of: sandbox)
            let daemon = try await sandbox.serving { _ in
                try await eventually("text is on disk") { try await queue.characters() > 40 }
                let stopped = try await sandbox.run(stop, "1")
                #expect(stopped.code == 0 && stopped.text == "1 \(state)\n", "\(stopped)")
                try await eventually("the daemon hangs up", within: .seconds(3)) { endpoint.openConnections == 0 }
                let kept = try await sandbox.run("get", "1", "--partial").text
                #expect(kept.count > 40 && Self.text.translation.hasPrefix(kept), "what was received is kept: \(kept)")
                #expect(try await sandbox.attempts(of: 1).map(\.outcome) == ["withdrawn"])
                let again = try await sandbox.run(stop, "1")
                #expect(again.code == 0 && again.text == "1 \(state)\n", "twice is not wrong; \(again)")

                pace.withLock { $0 = .zero }
                let continued = try await sandbox.run(goOn, "1")
                #expect(continued.code == 0, "\(continued)")
                let waited = try await sandbox.run("wait", "1")
                #expect(waited.code == 0, "\(waited)")
                let sent = try #require(endpoint.requests.last?.messages.dropLast().last?.content)
                #expect(
                    endpoint.requests.count == 2 && kept.hasPrefix(sent) && sent.count > 40, "it goes on from its text")
            }
            #expect(daemon.code == 0, "\(daemon)")
            #expect(try await sandbox.run("get", "1").isExactly(Self.text.translation))
        }
    }

    @Test("What a state does not allow is refused with 1 and with what would be right; --json tells each job's state")
    func refused() async throws {
        try await withSandbox { sandbox in
            for language in ["es", "fr"] {
                _ = try await sandbox.run("add", "-", "--to", language, input: Array("A note.\n".utf8))
            }
            _ = try await sandbox.run("cancel", "1")
            let resumed = try await sandbox.run("resume", "1")
            #expect(resumed.code == 1 && resumed.errors.contains("tolmach retry 1"), "\(resumed)")
            let paused = try await sandbox.run("pause", "1", "2", "--json")
            #expect(paused.code == 1, "one of two could not be paused; \(paused)")
            let results = try #require(paused.json?.array)
            #expect(results.map { $0["id"]?.number } == [1, 2])
            #expect(results.map { $0["changed"]?.bool } == [false, true])
            #expect(results.map { $0["state"]?.string } == ["cancelled", "paused"])
            let retried = try await sandbox.run("retry", "2")
            #expect(retried.code == 1 && retried.errors.contains("tolmach resume 2"), "\(retried)")
        }
    }

    @Test("A paused job is not asked for, however long the daemon runs")
    func paused() async throws {
        try await withSandbox(answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil) }) {
            sandbox, endpoint in
            for language in ["es", "fr"] {
                _ = try await sandbox.run("add", "-", "--to", language, input: Array("A note.\n".utf8))
            }
            _ = try await sandbox.run("pause", "1")
            _ = try await sandbox.serving { _ in
                let waited = try await sandbox.run("wait", "2")
                #expect(waited.code == 0, "\(waited)")
            }
            #expect(endpoint.requests.count == 1, "only job 2 was to be asked for")
            #expect(try await sandbox.show(1)["state"]?.string == "paused")
        }
    }

    @Test("wait gives up after its time-out with 1, and with 1 when one of several did not complete")
    func wait() async throws {
        try await withSandbox { sandbox in
            for language in ["es", "fr"] {
                _ = try await sandbox.run("add", "-", "--to", language, input: Array("A note.\n".utf8))
            }
            let start = ContinuousClock.now
            let late = try await sandbox.run("wait", "1", "2", "--timeout", "0.3")
            let took = ContinuousClock.now - start
            #expect(late.code == 1 && late.errors.contains("2 jobs still open"), "\(late)")
            #expect(took >= .milliseconds(300) && took < .seconds(5), "it waits as long as it was told, not \(took)")
            _ = try await sandbox.run("cancel", "1", "2")
            let cancelled = try await sandbox.run("wait", "1", "2", "--timeout", "5")
            #expect(cancelled.code == 1 && cancelled.errors.contains("cancelled"), "\(cancelled)")
        }
    }
}
