import Foundation
import ScriptedEndpoint
import Support
import Synchronization
import Testing

@Suite("With 50 streams open", .alone)
struct ManyStreamsTests {
    private static let count = 50

    @Test("A signal ends the daemon within a second, and nothing is lost", arguments: [SIGTERM, SIGINT])
    func stop(signal: Int32) async throws {
        let texts = (0..<Self.count).map { SampleText(words: 80, seed: UInt64($0)) }
        let pace = Mutex(Duration.milliseconds(40))
        try await withSandbox(
            ["TOLMACH_CONCURRENCY": "\(Self.count)"],
            answering: { request in
                DeterministicTranslator().answer(to: request, cutAfterChunks: nil, pace: pace.withLock { $0 })
            }
        ) { sandbox, endpoint in
            let files = try texts.enumerated().map { try sandbox.file("\($0).txt", $1.source) }
            let added = try await sandbox.running(["add", "--to", "es"] + files) { _ in }.finished
            try #require(added.lines.count == Self.count, "\(added)")
            let queue = try Queue(of: sandbox)

            // A busy machine may be late; a daemon that is slow by itself is slow three times.
            var delays: [Duration] = []
            while delays.allSatisfy({ $0 >= Sanitizer.timeToStop }), delays.count < 3 {
                let stopped = try await sandbox.serving { daemon in
                    try await eventually("\(Self.count) streams give text") {
                        try await queue.streamsWithText() == Self.count
                    }
                    daemon.signal(signal)
                }
                #expect(stopped.code == 0, "\(stopped)")
                delays.append(try #require(stopped.delay))
            }
            print(
                "signal \(signal) with \(Self.count) streams: exit after \(delays)"
            )
            #expect(
                delays.contains { $0 < Sanitizer.timeToStop },
                "the daemon must be gone within a second, not after \(delays)")
            #expect(try await queue.leases() == 0, "every segment was given back")
            #expect(try await queue.daemons() == 0, "the daemon took its leave")
            let kept = try await queue.characters()
            #expect(kept >= Self.count, "each stream had text, and it is on disk")

            pace.withLock { $0 = .zero }
            _ = try await sandbox.serving { _ in
                try await eventually("all jobs end after the restart") { try await queue.isWorkedOff() }
            }
            for (number, text) in texts.enumerated() {
                let result = try await sandbox.run("get", "\(number + 1)")
                #expect(result.isExactly(text.translation), "job \(number + 1) must equal the uninterrupted run")
                let outcomes = try await queue.outcomes(of: Int64(number + 1))
                #expect(Set(outcomes) == ["completed", "stopped"], "a stop costs nothing; \(outcomes)")
            }
        }
    }
}
