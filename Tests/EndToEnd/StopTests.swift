import ScriptedEndpoint
import Support
import Testing

@Suite("Asked to stop by SIGTERM", .besideAnother)
struct StopTests {
    private static let text = SampleText(words: 420, seed: 2)
    private static let translator = DeterministicTranslator()
    private static let streams = 3

    @Test(
        "It exits with 0 within a second at any moment, at no cost, and the next run ends with the same bytes",
        arguments: Moment.twenty(seed: 15, characters: 2 * text.translation.count, duration: .milliseconds(700)))
    func anywhere(moment: Moment) async throws {
        try await withSandbox(
            ["TOLMACH_CONCURRENCY": "\(Self.streams)"],
            answering: { Self.translator.answer(to: $0, cutAfterChunks: nil, pace: .milliseconds(2)) }
        ) { sandbox, endpoint in
            let file = try sandbox.file("log.txt", Self.text.source)
            let added = try await sandbox.run("add", file, "--to", "es,fr")
            try #require(added.lines == ["1", "2"], "\(added)")
            let queue = try Queue(of: sandbox)
            let stopped = try await sandbox.serving { daemon in
                try await eventually("the daemon announces itself") { try await queue.daemons() == 1 }
                try await queue.reach(moment, from: .now)
                daemon.terminate()
            }
            #expect(stopped.code == 0, "stopping is not failing; \(stopped)")
            let delay = try #require(stopped.delay)
            #expect(delay < Sanitizer.timeToStop, "the daemon must be gone within a second")
            #expect(try await queue.leases() == 0, "no segment may stay with a daemon that has stopped")
            #expect(try await queue.daemons() == 0, "a daemon that stops takes its leave")
            let (onDisk, asked) = (try await queue.beginnings(), endpoint.requests.count)
            let outcomes = try await (sandbox.attempts(of: 1) + sandbox.attempts(of: 2)).map { $0.outcome ?? "none" }
            #expect(
                Set(outcomes).isSubset(of: ["completed", "stopped"]), "a stop is no failure of an attempt; \(outcomes)")
            #expect(!moment.isInStream || outcomes.contains("stopped"), "the stop was to fall into a stream")

            let again = try await sandbox.serving { _ in
                try await eventually("both jobs end after the restart") { try await queue.isWorkedOff() }
            }
            #expect(again.code == 0, "\(again)")
            for job in [1, 2] {
                let result = try await sandbox.run("get", "\(job)")
                #expect(result.isExactly(Self.text.translation), "job \(job) must equal the uninterrupted run")
                for repeated in try await sandbox.charactersBroughtAgain(job) {
                    #expect(repeated <= Self.text.longestWord, "one word at most comes twice")
                }
            }
            let sent = endpoint.requests.dropFirst(asked).compactMap(\.textSoFar).sorted()
            #expect(sent == onDisk, "each stream goes on from the text that was on disk when the daemon was stopped")
            #expect(
                endpoint.requests.count <= 4 + Self.streams,
                "4 segments are asked for once, and again only what ran when the daemon was stopped")
        }
    }
}
