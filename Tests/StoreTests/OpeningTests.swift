import Foundation
import GRDB
import Support
import Testing
import Translation

@testable import Store

@Suite("Opening a database", .light, .timeLimit(.minutes(40)))
struct OpeningTests {
    private static let roles: [Store.Role] = [.command, .daemon]

    private func refusal(_ path: String, role: Store.Role) -> StoreError.Kind? {
        do {
            try Store(path: path, role: role).close()
            return nil
        } catch let error as StoreError {
            return error.kind
        } catch {
            Issue.record("a caller was promised a StoreError, and got \(error)")
            return nil
        }
    }

    @Test("makes the file where it is missing, and finds everything again the next time", arguments: roles)
    func reopening(role: Store.Role) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("queue.db")
            let first = try Store(path: path, role: role)
            let id = try await first.add(["One."])
            let before = try await first.dump()
            try first.close()
            let second = try Store(path: path, role: role)
            #expect(try await second.job(id)?.name == "notes.txt", "an acknowledged add must survive a restart")
            #expect(try await second.dump() == before, "opening a current database must change nothing")
            try second.close()
        }
    }

    @Test("finds what was acknowledged before the machine went down", arguments: roles)
    func afterACrash(role: Store.Role) async throws {
        try await withTemporaryFolder { folder in
            let store = try Store(path: folder.file("queue.db"), role: .daemon)
            let id = try await store.add(["One."])
            // What lies on the disk at this moment is what a crash leaves: the file, and the log beside it.
            for end in ["", "-wal"] {
                try FileManager.default.copyItem(
                    atPath: folder.file("queue.db\(end)"), toPath: folder.file("left.db\(end)"))
            }
            try store.close()
            let next = try Store(path: folder.file("left.db"), role: role)
            #expect(try await next.job(id)?.name == "notes.txt", "an acknowledged add must survive a crash")
            try next.close()
        }
    }

    @Test("syncs each commit as it was told to, which the library changes behind our back", arguments: roles)
    func durability(role: Store.Role) async throws {
        try await withTemporaryFolder { folder in
            for (durability, level) in [(Durability.full, 2), (.normal, 1)] {
                let store = try Store(path: folder.file("queue.db"), role: role, durability: durability)
                // SQLite, “PRAGMA synchronous”: 1 is NORMAL, 2 is FULL.
                #expect(try await store.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == level)
                #expect(try await store.write { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
                // The daemon's caches are bounded on each of its connections (`Store.daemonCache`); SQLite's default is -2000.
                for size in [
                    try await store.write({ try Int.fetchOne($0, sql: "PRAGMA cache_size") }),
                    try await store.read({ try Int.fetchOne($0, sql: "PRAGMA cache_size") }),
                ] { #expect(size == (role == .daemon ? -512 : -2000)) }
                try store.close()
            }
        }
    }

    @Test("refuses a database from a newer version, saying so, and leaves its content alone", arguments: roles)
    func future(role: Store.Role) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("queue.db")
            try Store(path: path, role: .command).close()
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999_from_tomorrow')") }
            try queue.close()
            #expect(refusal(path, role: role) == .fromTheFuture)
        }
    }

    @Test("refuses another program's database and leaves every byte of it as it was", arguments: roles)
    func foreign(role: Store.Role) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("music.db")
            let queue = try DatabaseQueue(path: path)
            try await queue.write {
                try $0.execute(sql: "CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('la')")
            }
            try queue.close()
            let before = try Data(contentsOf: URL(filePath: path))
            #expect(refusal(path, role: role) == .foreign)
            let after = try Data(contentsOf: URL(filePath: path))
            #expect(after == before, "the hint says “this one was left as it is”; its bytes have changed")
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(files == ["music.db"], "nothing may be left beside another program's database")
        }
    }

    @Test("refuses another program's database that is in WAL mode and open, and leaves it as it was", arguments: roles)
    func foreignAndOpen(role: Store.Role) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("music.db")
            let pool = try DatabasePool(path: path)
            try await pool.write { try $0.execute(sql: "CREATE TABLE songs (title TEXT)") }
            let (file, log) = (URL(filePath: path), URL(filePath: path + "-wal"))
            let before = (try Data(contentsOf: file), try Data(contentsOf: log))
            #expect(refusal(path, role: role) == .foreign)
            let after = (try Data(contentsOf: file), try Data(contentsOf: log))
            #expect(after == before, "not a byte of another program's database may change")
            try pool.close()
        }
    }

    @Test("makes good what a crash left of the making of a database", arguments: roles)
    func halfMade(role: Store.Role) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("queue.db")
            // As it is between the migrator's own table and the first migration.
            let queue = try DatabaseQueue(path: path)
            try await queue.write {
                try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            }
            try queue.close()
            let store = try Store(path: path, role: role)
            let counts = try await store.counts()
            #expect(counts.count == JobStateName.allCases.count)
            try store.close()
        }
    }

    @Test("refuses an empty database that another program has marked as its own", arguments: roles)
    func marked(role: Store.Role) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("map.gpkg")
            let queue = try DatabaseQueue(path: path)
            try await queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = 0x47504B47") }
            try queue.close()
            #expect(refusal(path, role: role) == .foreign)
        }
    }

    @Test("refuses a text file and leaves it as it was", arguments: roles)
    func text(role: Store.Role) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("notes.txt")
            let text = Data(String(repeating: "This is no database. ", count: 400).utf8)
            try text.write(to: URL(filePath: path))
            #expect(refusal(path, role: role) == .notADatabase)
            #expect(try Data(contentsOf: URL(filePath: path)) == text, "a refused file must not be changed")
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(files == ["notes.txt"], "nothing may be left beside a refused file")
        }
    }

    @Test("says which path cannot be opened", arguments: roles)
    func missingFolder(role: Store.Role) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("no/such/folder/queue.db")
            #expect(refusal(path, role: role) == .cannotOpen)
        }
    }

    @Test("works for several who make the same new file at once")
    func together() async throws {
        try await withTemporaryFolder { folder in
            for round in 0..<20 {
                let path = folder.file("queue\(round).db")
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<6 {
                        group.addTask {
                            let store = try Store(path: path, role: number.isMultiple(of: 2) ? .command : .daemon)
                            _ = try await store.counts()
                            try store.close()
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }
}
