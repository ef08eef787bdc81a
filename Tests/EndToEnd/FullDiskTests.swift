import ScriptedEndpoint
import Support
import Synchronization
import Testing

@Suite(
    "A disk that is full", .besideAnother,
    .enabled(if: SmallDisk.isPossible, "a small disk to fill needs root and mount(2)"))
struct FullDiskTests {
    private static let text = SampleText(words: 220)

    @Test("The daemon says that it cannot write, waits, goes on when there is room, and the bytes are the same")
    func stream() async throws {
        try await withSandbox(
            answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil, pace: .milliseconds(8)) }
        ) { sandbox, endpoint in
            try await SmallDisk.with(sandbox) { disk in
                let place: [String: String?] = ["TOLMACH_DATABASE": disk.folder + "/queue.db"]
                let file = try sandbox.file("log.txt", Self.text.source)
                let added = try await sandbox.run("add", file, "--to", "es", environment: place)
                #expect(added.text == "1\n", "\(added)")
                let daemon = try await sandbox.serving(environment: place) { daemon in
                    try await eventually("text is on disk") {
                        try await !sandbox.run("get", "1", "--partial", environment: place).output.isEmpty
                    }
                    try await eventually("the daemon says that the database cannot be written") {
                        // Again and again: what a checkpoint gives back is to be taken too.
                        try disk.fill()
                        return try daemon.errors.contains("database cannot be written")
                    }
                    let refused = try await sandbox.run(
                        "add", "-", "--to", "es", input: Array("A note.\n".utf8), environment: place)
                    #expect(refused.code == 4 && refused.output.isEmpty, "\(refused)")
                    #expect(refused.errors.contains("Make room on the disk"), "\(refused)")
                    let partial = try await sandbox.run("get", "1", "--partial", environment: place)
                    #expect(partial.code == 0 && !partial.output.isEmpty, "what is there can be read; \(partial)")
                    #expect(!daemon.hasEnded, "the daemon must not die of a full disk")

                    try disk.free()
                    let waited = try await sandbox.run("wait", "1", "--timeout", "30", environment: place)
                    #expect(waited.code == 0, "the job completes when there is room; \(waited)")
                    #expect(try daemon.errors.contains("database can be written again"))
                }
                #expect(daemon.code == 0, "\(daemon)")
                let result = try await sandbox.run("get", "1", environment: place)
                #expect(result.isExactly(Self.text.translation), "nothing is lost or doubled; \(result)")
                #expect(endpoint.requests.count == 1, "the stream waited, and was not asked for again")
            }
        }
    }

    @Test(
        "A daemon that waits for room stops within two seconds, says why with 4, and loses nothing on disk"
    )
    func stop() async throws {
        try await withSandbox(
            answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil, pace: .milliseconds(8)) }
        ) { sandbox, _ in
            try await SmallDisk.with(sandbox) { disk in
                let place: [String: String?] = ["TOLMACH_DATABASE": disk.folder + "/queue.db"]
                let file = try sandbox.file("log.txt", Self.text.source)
                _ = try await sandbox.run("add", file, "--to", "es", environment: place)
                let daemon = try await sandbox.serving(environment: place) { daemon in
                    try await eventually("text is on disk") {
                        try await !sandbox.run("get", "1", "--partial", environment: place).output.isEmpty
                    }
                    try await eventually("the daemon says that the database cannot be written") {
                        try disk.fill()
                        return try daemon.errors.contains("database cannot be written")
                    }
                    daemon.terminate()
                }
                #expect((daemon.delay ?? .seconds(60)) < .seconds(2), "the daemon must stop all the same; \(daemon)")
                #expect(
                    daemon.code == 4 && daemon.errors.contains("Make room"), "what was on its way is lost; \(daemon)")
                let kept = try await sandbox.run("get", "1", "--partial", environment: place)
                #expect(kept.code == 0 && Self.text.translation.hasPrefix(kept.text) && !kept.output.isEmpty, "\(kept)")

                try disk.free()
                _ = try await sandbox.serving(environment: place) { _ in
                    let waited = try await sandbox.run("wait", "1", "--timeout", "30", environment: place)
                    #expect(waited.code == 0, "\(waited)")
                }
                #expect(try await sandbox.run("get", "1", environment: place).isExactly(Self.text.translation))
            }
        }
    }

    @Test("A finished document waits for room where it is to be written, and no part of it is ever seen")
    func output() async throws {
        try await withSandbox(answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil) }) {
            sandbox, _ in
            try await SmallDisk.with(sandbox) { disk in
                try disk.fill()
                let file = try sandbox.file("log.txt", Self.text.source)
                let output = disk.folder + "/log.es.txt"
                _ = try await sandbox.run("add", file, "--to", "es", "--output", output)
                let queue = try Queue(of: sandbox)
                _ = try await sandbox.serving { _ in
                    try await eventually("the job waits") { try await queue.state(of: 1) == .waiting }
                    let shown = try await sandbox.show(1)
                    #expect(shown["waiting_for"]?.string == "disk", "and says for what")
                    #expect(throws: (any Error).self, "no part of the document may be there") {
                        try sandbox.bytes(of: output)
                    }
                    let got = try await sandbox.run("get", "1")
                    #expect(got.isExactly(Self.text.translation), "the translation can be had all the same; \(got)")
                    try disk.free()
                    _ = try await sandbox.run("retry", "1")
                    let waited = try await sandbox.run("wait", "1", "--timeout", "20")
                    #expect(waited.code == 0, "\(waited)")
                }
                #expect(try sandbox.text(of: output) == Self.text.translation)
            }
        }
    }
}
