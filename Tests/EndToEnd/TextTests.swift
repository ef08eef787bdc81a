import Foundation
import ScriptedEndpoint
import Support
import Testing

@Suite("get and follow", .besideAnother)
struct TextTests {
    private static let text = SampleText(words: 220)

    @Test("get prints the document or writes it to a file; of one that is not complete only with --partial")
    func get() async throws {
        try await withSandbox(
            answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: $0.number == 0 ? 20 : 0, by: .stall) }
        ) { sandbox, _ in
            _ = try await sandbox.run("add", try sandbox.file("log.txt", Self.text.source), "--to", "es")
            let queue = try Queue(of: sandbox)
            _ = try await sandbox.serving { _ in
                // Of the 20 words, the last may not be whole yet.
                let shown = DeterministicTranslator().chunks(of: Self.text.translation).prefix(19).joined()
                try await eventually("19 words are on disk") { try await queue.characters() == shown.count }
                let refused = try await sandbox.run("get", "1")
                #expect(refused.code == 1 && refused.output.isEmpty, "an open job has no document; \(refused)")
                #expect(refused.errors.contains("--partial"), "\(refused)")
                let partial = try await sandbox.run("get", "1", "--partial")
                #expect(partial.code == 0 && partial.text == shown, "\(partial)")
                #expect(partial.errors.contains("not complete"), "stderr says that it is a part; \(partial)")
                let file = sandbox.folder + "/part.txt"
                let written = try await sandbox.run("get", "1", "--partial", "-o", file)
                #expect(written.code == 0 && written.output.isEmpty, "\(written)")
                #expect(try sandbox.text(of: file) == shown)
            }
        }
    }

    @Test("The beginnings of several segments stand apart in what --partial gives")
    func severalBeginnings() async throws {
        let text = SampleText(words: 420)
        try await withSandbox(answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: 20, by: .stall) }) {
            sandbox, endpoint in
            _ = try await sandbox.run("add", try sandbox.file("log.txt", text.source), "--to", "es")
            let queue = try Queue(of: sandbox)
            _ = try await sandbox.serving { _ in
                try await eventually("both segments are asked for") { endpoint.requests.count == 2 }
                let sources = endpoint.requests.map { $0.messages.last?.content ?? "" }
                    .sorted { one, _ in text.source.hasPrefix(one) }
                let beginnings = sources.map {
                    DeterministicTranslator().chunks(of: DeterministicTranslator().translation(of: $0)).prefix(19)
                        .joined()
                }
                try await eventually("19 words of each are on disk") {
                    try await queue.characters() == beginnings.reduce(0) { $0 + $1.count }
                }
                let partial = try await sandbox.run("get", "1", "--partial")
                #expect(
                    partial.text.split(whereSeparator: \.isWhitespace)
                        == beginnings.flatMap { $0.split(whereSeparator: \.isWhitespace) },
                    "no two words may grow together; \(partial)")
            }
        }
    }

    @Test("A file that cannot be written is an error with its name, and the translation is still there")
    func unwritable() async throws {
        try await withSandbox(answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil) }) {
            sandbox, _ in
            try await sandbox.translate(Self.text)
            let refused = try await sandbox.run("get", "1", "-o", "/dev/null/book.txt")
            #expect(refused.code == 1 && refused.errors.contains("/dev/null/book.txt"), "\(refused)")
            #expect(try await sandbox.run("get", "1").isExactly(Self.text.translation))
        }
    }

    @Test("follow prints the text as it grows, shows nothing that kill -9 could take back, and ends with the job")
    func follow() async throws {
        try await withSandbox(
            answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: nil, pace: .milliseconds(6)) }
        ) { sandbox, _ in
            _ = try await sandbox.run("add", try sandbox.file("log.txt", Self.text.source), "--to", "es")
            let follower = try await sandbox.running(["follow", "1"]) { follow in
                var shown = ""
                for wanted in [200, 800] {
                    _ = try await sandbox.serving { daemon in
                        try await eventually("follow shows \(wanted) characters") {
                            shown = try follow.text
                            return shown.count >= wanted
                        }
                        daemon.killNow()
                    }
                    #expect(shown.utf8.count < Self.text.translation.utf8.count, "the daemon was killed in mid-stream")
                    #expect(Self.text.translation.hasPrefix(shown), "what is shown is the translation's beginning")
                    let stored = try await sandbox.run("get", "1", "--partial")
                    #expect(stored.text.hasPrefix(shown), "what follow has shown is on disk; \(shown.count) characters")
                }
                _ = try await sandbox.serving { _ in try await follow.ended() }
            }.finished
            #expect(follower.code == 0, "\(follower)")
            let result = try await sandbox.run("get", "1")
            #expect(result.isExactly(Self.text.translation), "the kills left no trace")
            #expect(follower.isExactly(result.text), "follow gives what get gives")
        }
    }

    @Test("follow of a job that is over prints all of it; of one that failed it exits with 1")
    func followEnded() async throws {
        try await withSandbox(
            answering: {
                $0.number == 0 ? DeterministicTranslator().answer(to: $0, cutAfterChunks: nil) : .error(status: 404)
            }
        ) { sandbox, _ in
            try await sandbox.translate(Self.text)
            let followed = try await sandbox.run("follow", "1")
            #expect(followed.code == 0 && followed.isExactly(Self.text.translation), "\(followed)")
            _ = try await sandbox.run("add", "-", "--to", "es", input: Array("A note.\n".utf8))
            _ = try await sandbox.serving { _ in
                let failed = try await sandbox.run("follow", "2")
                #expect(failed.code == 1 && failed.output.isEmpty && failed.errors.contains("failed"), "\(failed)")
            }
        }
    }
}
