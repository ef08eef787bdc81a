import Foundation
import ScriptedEndpoint
import Support
import Testing

@Suite("backup", .besideAnother)
struct BackupTests {
    private static let text = SampleText(words: 420)
    private static let translator = DeterministicTranslator()

    @Test("In mid-stream, it is put back as the README says, and all jobs end with the exact text in both")
    func restoring() async throws {
        try await withSandbox(
            ["TOLMACH_CONCURRENCY": "3"],
            answering: { Self.translator.answer(to: $0, cutAfterChunks: nil, pace: .milliseconds(3)) }
        ) { sandbox, endpoint in
            let file = try sandbox.file("log.txt", Self.text.source)
            let added = try await sandbox.run("add", file, "--to", "es,fr")
            try #require(added.lines == ["1", "2"], "\(added)")
            let queue = try Queue(of: sandbox)
            let copy = sandbox.folder + "/backup.db"
            _ = try await sandbox.serving { _ in
                try await queue.reach(.characters(Self.text.translation.count / 3), from: .now)
                let made = try await sandbox.run("backup", copy)
                #expect(made.code == 0 && made.text.contains("2 jobs") && made.text.contains("checked"), "\(made)")
                let waited = try await sandbox.run("wait", "1", "2")
                #expect(waited.code == 0, "the daemon goes on while it is copied, and after; \(waited)")
            }
            for job in ["1", "2"] {
                #expect(try await sandbox.run("get", job).isExactly(Self.text.translation), "job \(job)")
            }
            #expect(
                try await sandbox.attempts(of: 1).allSatisfy { $0.outcome == "completed" }, "no stream was disturbed")

            for end in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: sandbox.database + end) {
                try FileManager.default.removeItem(atPath: sandbox.database + end)
            }
            try FileManager.default.copyItem(atPath: copy, toPath: sandbox.database)
            let restored = try Queue(of: sandbox)
            #expect(try await !restored.isWorkedOff(), "the copy was to be taken in mid-stream")
            #expect(try await restored.daemons() == 0, "nobody is at work in it")
            #expect(try await restored.leases() == 0)
            let (onDisk, asked) = (try await restored.beginnings(), endpoint.requests.count)
            _ = try await sandbox.serving { _ in
                let waited = try await sandbox.run("wait", "1", "2")
                #expect(waited.code == 0, "\(waited)")
            }
            for job in ["1", "2"] {
                let result = try await sandbox.run("get", job)
                #expect(result.isExactly(Self.text.translation), "job \(job) of the restored queue")
            }
            let sent = endpoint.requests.dropFirst(asked).compactMap(\.textSoFar).sorted()
            #expect(!sent.isEmpty && sent == onDisk, "each goes on from the text that was on disk at that moment")
        }
    }

    @Test("says what it made, replaces nothing unless told to, and never the queue itself")
    func refusals() async throws {
        struct Made: Decodable {
            let file: String
            let size: Int
            let jobs: Int
        }
        try await withSandbox { sandbox in
            _ = try await sandbox.run("add", "-", "--to", "es", input: Array("A note.\n".utf8))
            let made = try await sandbox.run("backup", "copy.db", "--json")
            let told = try JSONDecoder().decode(Made.self, from: Data(made.output))
            let bytes = try sandbox.bytes(of: sandbox.folder + "/copy.db")
            #expect(told.file == "copy.db" && told.jobs == 1 && told.size == bytes.count)
            let again = try await sandbox.run("backup", "copy.db")
            #expect(again.code == 1 && again.errors.contains("is there already") && again.errors.contains("--force"))
            let forced = try await sandbox.run("backup", "copy.db", "--force")
            #expect(forced.code == 0, "\(forced)")
            let mine = try sandbox.file("mine.txt", "My own words.\n")
            try FileManager.default.createSymbolicLink(
                atPath: sandbox.folder + "/link.db", withDestinationPath: sandbox.folder + "/copy.db")
            for (place, words) in [(mine, "is no backup of tolmach's"), ("link.db", "is a symbolic link")] {
                let refused = try await sandbox.run("backup", place, "--force")
                #expect(refused.code == 1 && refused.errors.contains(words), "\(refused)")
                #expect(refused.errors.contains("→"), "it says what to do; \(refused)")
            }
            #expect(try sandbox.text(of: mine) == "My own words.\n")
            let itself = try await sandbox.run("backup", sandbox.database, "--force")
            #expect(itself.code == 1 && itself.errors.contains("is the database itself"), "\(itself)")
            #expect(try await sandbox.run("show", "1").code == 0)
            let list = try await sandbox.run("list", "--json", environment: ["TOLMACH_DATABASE": "copy.db"])
            #expect(list.code == 0 && list.text.contains("\"queued\""), "a backup can be looked into; \(list)")
        }
    }

    @Test("shows on a terminal how far it is")
    func progress() async throws {
        try await withSandbox { sandbox in
            let text = String(repeating: "A word. ", count: 500_000)
            _ = try await sandbox.run("add", "-", "--to", "es", input: Array(text.utf8))
            let shown = String(decoding: try await sandbox.onTerminal("backup", "copy.db"), as: UTF8.self)
            #expect(shown.contains("% copied") && shown.contains("checking the copy"), "\(shown)")
        }
    }
}
