import Foundation
import GRDB
import Migrations
import Support
import Testing
import Translation

@testable import Store

@Suite("A queue that an older version left", .light, .timeLimit(.minutes(40)))
struct OldDatabaseTests {
    /// The versions of the schema of which a queue is kept: all but the newest.
    private static let fixtures = Migration.all.dropLast().map(\.name)

    private static func makeOldQueue(_ name: String, at path: String) throws {
        let fixture = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name).sql")
        let sql = try String(contentsOf: fixture, encoding: .utf8)
        let old = try DatabaseQueue(path: path)
        // A dump is a transaction of its own, and in no order that foreign keys would like.
        try old.inDatabase { try $0.execute(sql: "PRAGMA foreign_keys = OFF;" + sql) }
        try old.close()
    }

    private func withOldQueue(_ name: String, _ body: @escaping @Sendable (Store) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.file("queue.db")
            try Self.makeOldQueue(name, at: path)
            let store = try Store(path: path, role: .daemon, durability: .normal)
            store.commits.giveUpOnTrouble()
            try await withWriter(of: store, body)
            try store.close()
        }
    }

    @Test("opens with all its jobs, and every promise of the new schema holds", arguments: fixtures)
    func opens(name: String) async throws {
        try await withOldQueue(name) { store in
            #expect(try await store.jobs(limit: 9).map(\.state.name) == [.waiting, .paused, .running, .completed])
            let counts = try await store.counts().filter { $0.value > 0 }
            #expect(counts == [.waiting: 1, .paused: 1, .running: 1, .completed: 1])
            #expect(try await Invariants.broken(in: store).isEmpty)
        }
    }

    @Test("goes on from the chunks that its daemon had committed when it was killed", arguments: fixtures)
    func goesOn(name: String) async throws {
        try await withOldQueue(name) { store in
            let daemon = try await store.daemon(99)
            try await store.rescue(by: daemon, leaseTerm: .seconds(30), now: start) { _ in .dead }
            let claimed = try #require(try await store.claim(for: daemon).first)
            #expect((claimed.job, claimed.text) == (2, "Uno dos tres cuatro"))
            _ = try await store.settle(claimed.lease, text: "Fin.", as: .completed, AttemptReport(), now: start)
            #expect(try await store.counts()[.queued] == 1, "what is left of the job is to be finished")
            #expect(try await Invariants.broken(in: store).isEmpty)
        }
    }

    @Test("is brought up once by several who open it at the same moment", arguments: fixtures)
    func opensForSeveral(name: String) async throws {
        try await withTemporaryFolder { folder in
            for round in 0..<10 {
                let path = folder.file("queue\(round).db")
                try Self.makeOldQueue(name, at: path)
                let stores = try await withThrowingTaskGroup(of: Store.self) { group in
                    for number in 0..<4 {
                        group.addTask { try Store(path: path, role: number.isMultiple(of: 2) ? .command : .daemon) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                for store in stores { try store.close() }
                let known = try await stepsDone(at: path)
                #expect(known == Migration.all.map(\.name))
            }
        }
    }

    private func stepsDone(at path: String) async throws -> [String] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }  // read only: there is nothing left to lose
        return try await queue.read {
            try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY identifier")
        }
    }
}
