import Foundation
import GRDB
import Support
import Testing
import Translation

@testable import Store

@Suite("The room that a database takes", .besideAnother, .timeLimit(.minutes(40)))
struct RoomTests {
    private static let roles: [Store.Role] = [.command, .daemon]
    private static let everything = Retention([.completed: .zero, .cancelled: .zero])

    /// Adds and cancels jobs of a document each, of 100 kB.
    private func fill(_ store: Store, jobs: Int) async throws {
        for number in 0..<jobs {
            let id = try await store.add([String(repeating: "\(number) ", count: 50_000)])
            _ = try await store.apply(.cancel, to: id, now: start)
        }
    }

    private func prune(_ store: Store) async throws {
        var pruning = Pruning(Self.everything, now: start + .seconds(9))
        while !pruning.isComplete { pruning = try await store.prune(pruning) }
    }

    /// A connection that may leave a transaction open.
    private static func longReader(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private func size(_ path: String) -> Int {
        var information = stat()
        return stat(path, &information) == 0 ? Int(information.st_size) : 0
    }

    @Test("goes back to the disk some pages at a time, when jobs were removed", arguments: roles)
    func shrinking(role: Store.Role) async throws {
        try await withTemporaryFolder { folder in
            let store = try Store(path: folder.file("queue.db"), role: role, durability: .normal)
            #expect(try await store.space().shrinks, "a new file must be made so that it can give room back")
            try await fill(store, jobs: 30)
            let full = try await store.space()
            #expect(full.database > 3_000_000)
            try await prune(store)
            #expect(try await store.space().free > 3_000_000)
            var steps = 0
            while case let before = try await store.space().free, try await store.giveBackRoom(pages: 100) {
                let after = try await store.space().free
                #expect(before - after == 100 * 4096, "a step must not be longer than it was told")
                steps += 1
            }
            #expect(steps > 5)
            #expect(try await store.writeBackLog(over: 0) == .done)
            let left = try await store.space()
            #expect(left.free == 0 && left.log == 0)
            #expect(size(store.path) == left.database && left.database < 400_000, "\(left)")
            #expect(try await store.integrityProblems().isEmpty)
            try store.close()
        }
    }

    @Test("stays in part where more is to come")
    func keepingShare() async throws {
        try await withStore { store in
            try await fill(store, jobs: 20)
            try await prune(store)
            while try await store.giveBackRoom(pages: 50, keeping: 0.25) {}
            let left = try await store.space()
            #expect(left.free > left.database / 5 && left.free < left.database / 2, "\(left)")
        }
    }

    @Test("of a file that an older version made goes back when it is written anew, and from then on")
    func compacting() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("queue.db")
            // What a version that knew no incremental vacuum made.
            let old = try DatabaseQueue(path: path)
            try await old.write { try $0.execute(sql: "CREATE TABLE grdb_old (id INTEGER PRIMARY KEY)") }
            try old.close()
            let store = try Store(path: path, role: .command, durability: .normal)
            #expect(try await !store.space().shrinks)
            try await fill(store, jobs: 10)
            let kept = try await store.add(["Kept."])
            try await prune(store)
            #expect(try await !store.giveBackRoom())
            #expect(try await store.space().free > 900_000)
            try await store.compact()
            #expect(try await store.writeBackLog(over: 0) == .done)
            let after = try await store.space()
            #expect(after.shrinks && after.free == 0 && size(path) == after.database)
            #expect(try await store.job(kept)?.name == "notes.txt")
            #expect(try await store.integrityProblems().isEmpty)
            try store.close()
            let again = try Store(path: path, role: .daemon, durability: .normal)
            #expect(try await again.space().shrinks, "the next to open it finds it so")
            try again.close()
        }
    }

    @Test("is counted with the log that lies where a link leads")
    func link() async throws {
        try await withTemporaryFolder { folder in
            let alias = folder.file("alias.db")
            try Store(path: folder.file("queue.db"), role: .command).close()
            try FileManager.default.createSymbolicLink(atPath: alias, withDestinationPath: folder.file("queue.db"))
            let store = try Store(path: alias, role: .command)
            try await fill(store, jobs: 2)
            let log = try await store.space().log
            #expect(log > 100_000 && log == size(folder.file("queue.db") + "-wal"))
            #expect(try await store.writeBackLog(over: 1000) == .done)
            try store.close()
        }
    }

    @Test("is no reason to write at each opening")
    func opening() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("queue.db")
            // Open all the while: the library writes where the log is empty, with this or without.
            let first = try Store(path: path, role: .command)
            try await first.add(["One."])
            let writer = try Self.longReader(path)
            let begin = ContinuousClock.now
            try await writer.writeWithoutTransaction { database in
                try database.execute(sql: "BEGIN IMMEDIATE")
                try Store(path: path, role: .command).close()
                try database.execute(sql: "COMMIT")
            }
            #expect(ContinuousClock.now - begin < .seconds(9), "whoever only opens it need not wait for a writer")
            try writer.close()
            try first.close()
        }
    }

    @Test("is not taken by the log for ever: that is emptied when a long reader has gone, and nobody waits till then")
    func longReader() async throws {
        try await withStore { store in
            try await store.add(["One."])
            let reader = try Self.longReader(store.path)
            try await reader.writeWithoutTransaction { database in
                try database.execute(sql: "BEGIN")
                _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM jobs")
            }
            try await fill(store, jobs: 20)
            let grown = try await store.space().log
            #expect(grown > 2_000_000, "what a reader keeps from being written back stays in the log")
            #expect(try await store.writeBackLog(over: grown) == .needless)
            let begin = ContinuousClock.now
            #expect(try await store.writeBackLog(over: 1_000_000) == .heldByReader)
            #expect(ContinuousClock.now - begin < .seconds(5), "SQLite would wait ten seconds for the reader")
            try await store.add(["Others go on writing."])
            #expect(try await store.read { try Int.fetchOne($0, sql: "PRAGMA busy_timeout") } == 10_000)
            try await reader.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
            #expect(try await store.writeBackLog(over: 1_000_000) == .done)
            #expect(try await store.space().log == 0)
            try reader.close()
        }
    }

    @Test("is bounded for the log also where nobody empties it", arguments: [Store.Role.command, .daemon])
    func logLimit(role: Store.Role) async throws {
        try await withTemporaryFolder { folder in
            let store = try Store(path: folder.file("queue.db"), role: role)
            let limit = try await store.write { try Int.fetchOne($0, sql: "PRAGMA journal_size_limit") }
            #expect(limit == 64 << 20)
            try store.close()
        }
    }
}
