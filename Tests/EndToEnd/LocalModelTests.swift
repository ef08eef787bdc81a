import Foundation
import Support
import Testing

/// Over a model that really answers; what it writes is its own business, so only what must always hold is asked.
@Suite("A real model", .light, .serialized)
struct LocalModelTests {
    private static let text = """
        The old man closed the door and walked into the dining room. It was cold outside.

        The train arrived early in the morning. The children were waiting at the station with their bags.

        She opened the letter and read it twice. Then she put it back on the table and went to the garden.

        The library is open on Monday and on Friday. You can bring the books back in the afternoon.

        """

    @Test(
        "translates a document although its daemon and its server are killed, and loses nothing that was shown",
        .timeLimit(.minutes(40)))
    func killed() async throws {
        do {
            try await LocalModel.install()
        } catch let error as LocalModel.Unavailable {
            try Test.cancel("no local model here: \(error.reason)")
        }
        let port = Int.random(in: 20_000..<30_000)
        let settings = [
            "TOLMACH_BASE_URL": "http://127.0.0.1:\(port)/v1", "TOLMACH_MODEL": "gemma", "TOLMACH_RESUME": "prefill",
            "TOLMACH_TEMPERATURE": "0", "TOLMACH_CONCURRENCY": "1", "TOLMACH_MAX_TOKENS": "300",
            "TOLMACH_RETRY_CAP": "2s", "TOLMACH_RETRY_TRIES": "60",
            // Of several paragraphs at once so small a model leaves most out, and that is no translation.
            "TOLMACH_SEGMENT_SIZE": "160",
        ]
        try await withSandbox(settings) { sandbox in
            let file = try sandbox.file("letters.txt", Self.text)
            let added = try await sandbox.run("add", file, "--to", "es")
            #expect(added.code == 0, "\(added)")
            let queue = try Queue(of: sandbox)
            let shown = try await LocalModel.serving(port: port) { _ in
                _ = try await sandbox.serving { daemon in
                    try await eventually("some text is on disk", within: .seconds(120)) {
                        try await queue.characters() > 30
                    }
                    daemon.killNow()
                }
                let partial = try await sandbox.run("get", "1", "--partial").text
                #expect(!partial.isEmpty, "what was received before kill -9 must be there after it")
                return partial
            }
            // The server was killed too. The daemon starts before it is back, and waits for it.
            _ = try await sandbox.serving { _ in
                try await eventually("the daemon has found nobody at the endpoint", within: .seconds(60)) {
                    try await queue.outcomes(of: 1).contains("interrupted")
                }
                try await LocalModel.serving(port: port) { _ in
                    try await eventually("the job has ended", within: .seconds(400)) { try await queue.isWorkedOff() }
                }
            }
            let state = try await queue.state(of: 1)
            let log = try await sandbox.run("show", "1").text
            #expect(state == .completed, "the job must complete: \(log)")
            let result = try await sandbox.run("get", "1").text
            #expect(
                result.hasPrefix(shown.trimmingCharacters(in: .whitespacesAndNewlines)),
                "shown: \(shown)\nresult: \(result)")
            #expect(result.contains("puerta") || result.contains("biblioteca"), "this should be Spanish: \(result)")
        }
    }
}
