import ScriptedEndpoint
import Support
import Testing

@Suite("Two daemons on one database", .besideAnother)
struct TwoDaemonsTests {
    private static let texts = (0..<12).map { SampleText(words: 60, seed: UInt64($0)) }

    @Test("They share the work, ask for no segment twice, and both exit with 0")
    func share() async throws {
        try await withSandbox(
            answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil, pace: .milliseconds(5)) }
        ) { sandbox, endpoint in
            let files = try Self.texts.enumerated().map { try sandbox.file("\($0).txt", $1.source) }
            let added = try await sandbox.running(["add", "--to", "es"] + files) { _ in }.finished
            try #require(added.lines.count == files.count, "\(added)")
            let queue = try Queue(of: sandbox)
            let first = try await sandbox.serving { _ in
                let second = try await sandbox.serving { _ in
                    try await eventually("both stream, two each") { try await queue.streamsWithText() == 4 }
                    try await eventually("all jobs end") { try await queue.isWorkedOff() }
                    #expect(try await queue.daemons() == 2)
                }
                #expect(second.code == 0, "\(second)")
                #expect(try await queue.daemons() == 1, "one leaves, the other stays")
            }
            #expect(first.code == 0, "\(first)")
            #expect(endpoint.requests.count == files.count, "each segment is asked for once")
            for (number, text) in Self.texts.enumerated() {
                #expect(try await sandbox.run("get", "\(number + 1)").isExactly(text.translation))
            }
        }
    }

    @Test("What a killed one had in hand is taken on by the other, from its text")
    func takeOver() async throws {
        let text = SampleText(words: 200)
        try await withSandbox(
            ["TOLMACH_CONCURRENCY": "1"],
            answering: { request in
                let pace = Duration.milliseconds(request.number == 0 ? 50 : 0)
                return DeterministicTranslator().answer(to: request, cutAfterChunks: nil, pace: pace)
            }
        ) { sandbox, endpoint in
            _ = try await sandbox.run("add", try sandbox.file("log.txt", text.source), "--to", "es")
            let queue = try Queue(of: sandbox)
            let killed = try await sandbox.serving { first in
                try await eventually("text is on disk") { try await queue.characters() > 40 }
                let second = try await sandbox.serving { _ in
                    try await eventually("the other is there too") { try await queue.daemons() == 2 }
                    first.killNow()
                    try await first.ended()
                    // It looks after others each time it renews its leases: every 10 s.
                    try await eventually("the job ends", within: .seconds(25)) { try await queue.isWorkedOff() }
                }
                #expect(second.code == 0, "\(second)")
            }
            #expect(killed.status == .signaled(9))
            #expect(try await sandbox.run("get", "1").isExactly(text.translation))
            #expect(try await queue.outcomes(of: 1) == ["crashed", "completed"])
            #expect(endpoint.requests.last?.messages.count == 4, "the text so far goes with the request")
        }
    }
}
