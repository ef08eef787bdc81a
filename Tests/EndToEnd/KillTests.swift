import ScriptedEndpoint
import Support
import Testing

@Suite("After kill -9", .besideAnother)
struct KillTests {
    private static let text = SampleText(words: 420)
    private static let translator = DeterministicTranslator()
    private static let streams = 3

    @Test(
        "At any moment, the next run ends with the same bytes, and no stream brings more than one word again",
        arguments: Moment.twenty(seed: 9, characters: 2 * text.translation.count, duration: .milliseconds(900)))
    func anywhere(moment: Moment) async throws {
        try await withSandbox(
            ["TOLMACH_CONCURRENCY": "\(Self.streams)"],
            answering: { Self.translator.answer(to: $0, cutAfterChunks: nil, pace: .milliseconds(2)) }
        ) { sandbox, endpoint in
            let file = try sandbox.file("log.txt", Self.text.source)
            let added = try await sandbox.run("add", file, "--to", "es,fr")
            try #require(added.lines == ["1", "2"], "\(added)")
            let queue = try Queue(of: sandbox)
            let start = ContinuousClock.now
            let killed = try await sandbox.serving { daemon in
                try await queue.reach(moment, from: start)
                daemon.killNow()
            }
            #expect(killed.status == .signaled(9), "the daemon was killed, and did not end by itself; \(killed)")
            let (onDisk, asked) = (try await queue.beginnings(), endpoint.requests.count)

            let again = try await sandbox.serving { _ in
                try await eventually("both jobs end after the restart") { try await queue.isWorkedOff() }
            }
            #expect(again.code == 0, "\(again)")
            let broken = try await (sandbox.attempts(of: 1) + sandbox.attempts(of: 2)).filter {
                $0.outcome == "crashed"
            }
            #expect(!moment.isInStream || !broken.isEmpty, "the kill was to fall into a stream")
            for job in [1, 2] {
                let result = try await sandbox.run("get", "\(job)")
                #expect(
                    result.isExactly(Self.text.translation),
                    "job \(job) must equal the uninterrupted run, byte for byte")
                for repeated in try await sandbox.charactersBroughtAgain(job) {
                    #expect(repeated <= Self.text.longestWord, "one word at most comes twice")
                }
            }
            let sent = endpoint.requests.dropFirst(asked).compactMap(\.textSoFar).sorted()
            #expect(sent == onDisk, "each stream goes on from the text that was on disk when the daemon was killed")
            #expect(
                endpoint.requests.count <= 4 + Self.streams,
                "4 segments are asked for once, and again only what ran when the daemon was killed")
        }
    }
}
