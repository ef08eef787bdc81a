import Foundation
import GRDB
import ScriptedEndpoint
import Support
import Testing

@Suite("A database that cannot be used", .besideAnother)
struct BadDatabaseTests {
    private static let endpoint = ["TOLMACH_BASE_URL": "http://127.0.0.1:1/v1", "TOLMACH_MODEL": "m"]

    /// Expects every kind of verb to refuse the queue with 4, naming it and saying why.
    private static func expectRefused(
        _ sandbox: Sandbox, _ path: String, because reason: String, location: SourceLocation = #_sourceLocation
    ) async throws {
        for arguments in [
            ["add", "-", "--to", "es"], ["list"], ["status"], ["get", "1"], ["cancel", "1"], ["serve"],
        ] {
            let refused = try await sandbox.running(
                arguments + ["--database", path], input: Array("A note.\n".utf8), within: .seconds(20)
            ) { _ in }.finished
            #expect(refused.code == 4 && refused.output.isEmpty, "\(refused)", sourceLocation: location)
            #expect(
                refused.errors.contains(path) && refused.errors.contains(reason) && refused.errors.contains("→"),
                "the file, the reason “\(reason)” and advice are wanted; \(refused)", sourceLocation: location)
        }
    }

    @Test("A file that is none is refused with 4 and left as it is")
    func noDatabase() async throws {
        try await withSandbox(Self.endpoint) { sandbox in
            let text = String(repeating: "These are my notes, and no database.\n", count: 200)
            let path = try sandbox.file("notes.db", text)
            try await Self.expectRefused(sandbox, path, because: "not a database")
            #expect(try sandbox.text(of: path) == text, "somebody's notes were changed")
            let found = try await sandbox.run("doctor", "--database", path)
            #expect(found.code == 1 && found.text.contains("not a database"), "doctor tells it too; \(found)")
        }
    }

    @Test(
        "A database of another program is refused with 4 and left as it is, byte for byte",
        arguments: [Configuration.JournalModeConfiguration.default, .wal])
    func foreign(mode: Configuration.JournalModeConfiguration) async throws {
        try await withSandbox(Self.endpoint) { sandbox in
            let path = sandbox.folder + "/recipes.db"
            var configuration = Configuration()
            configuration.journalMode = mode
            let recipes = try DatabaseQueue(path: path, configuration: configuration)
            try await recipes.write {
                try $0.execute(sql: "CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')")
            }
            try recipes.close()
            let before = try sandbox.bytes(of: path)
            try await Self.expectRefused(sandbox, path, because: "another program")
            let isUnchanged = try sandbox.bytes(of: path) == before
            #expect(isUnchanged, "somebody's recipes were changed")
            let files = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder).filter {
                $0.hasPrefix("recipes")
            }
            // SQLite itself leaves an empty log beside a database in WAL mode that was only read.
            #expect(mode == .wal || files == ["recipes.db"], "nothing may be left beside it: \(files)")
        }
    }

    @Test("A database of a newer version is refused with 4, and its rows stay as they are")
    func newer() async throws {
        try await withSandbox(Self.endpoint) { sandbox in
            let added = try await sandbox.run("add", "-", "--to", "es", input: Array("A note.\n".utf8))
            #expect(added.code == 0, "\(added)")
            let database = try DatabaseQueue(path: sandbox.database)
            try await database.write {
                try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('9999_from_the_future')")
            }
            try await Self.expectRefused(sandbox, sandbox.database, because: "newer version")
            let (jobs, daemons) = try await database.read { connection in
                (
                    try Int.fetchOne(connection, sql: "SELECT count(*) FROM jobs"),
                    try Int.fetchOne(connection, sql: "SELECT count(*) FROM daemons")
                )
            }
            #expect(jobs == 1 && daemons == 0, "an older version must write nothing")
        }
    }

    @Test("A path that can hold no file is 4, whoever asks", arguments: ["add", "serve"])
    func impossiblePath(verb: String) async throws {
        try await withSandbox(Self.endpoint) { sandbox in
            let file = try sandbox.file("plain.txt", "A file, and no folder.\n")
            for path in [file + "/queue.db", file + "/deeper/queue.db", "/proc/tolmach/queue.db"] {
                let rest = verb == "add" ? ["-", "--to", "es"] : []
                let refused = try await sandbox.running(
                    [verb] + rest + ["--database", path], input: Array("A note.\n".utf8)
                ) { _ in }.finished
                #expect(refused.code == 4 && refused.output.isEmpty && refused.errors.contains(path), "\(refused)")
            }
        }
    }

    @Test(
        "A folder that may not be written is 4",
        .enabled(if: geteuid() != 0, "root may write everywhere, so permissions cannot be tried as root"))
    func readOnlyFolder() async throws {
        try await withSandbox(Self.endpoint) { sandbox in
            let folder = sandbox.folder + "/locked"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o500])
            let path = folder + "/queue.db"
            let refused = try await sandbox.run(
                "add", "-", "--to", "es", "--database", path, input: Array("A note.\n".utf8))
            #expect(refused.code == 4 && refused.errors.contains(path), "\(refused)")
        }
    }

    @Test("A folder that is not there yet is made, and nobody else may look into it")
    func newFolder() async throws {
        try await withSandbox { sandbox in
            let path = sandbox.folder + "/a/b/queue.db"
            let added = try await sandbox.run(
                "add", "-", "--to", "es", "--database", path, input: Array("A note.\n".utf8))
            #expect(added.text == "1\n", "\(added)")
            let mode =
                try FileManager.default.attributesOfItem(atPath: sandbox.folder + "/a/b")[.posixPermissions] as? Int
            #expect(mode == 0o700, "documents are private")
        }
    }
}
