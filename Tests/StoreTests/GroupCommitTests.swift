import Dispatch
import GRDB
import Support
import Synchronization
import Testing
import Translation

@testable import Store

@Suite("The one writer", .besideAnother, .timeLimit(.minutes(40)))
struct GroupCommitTests {
    private struct Refused: Error, Equatable {}

    @Test("commits the chunks of many streams together, and keeps each stream's order")
    func grouping() async throws {
        try await withStore { store in
            let (streams, chunks) = (64, 25)
            try await store.add((0..<streams).map { "text \($0)" })
            let claimed = try await store.claim(streams, for: try await store.daemon())
            let counter = CommitCounter()
            store.database.add(transactionObserver: counter, extent: .databaseLifetime)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for one in claimed {
                    group.addTask {
                        let areStored = try await store.append((0..<chunks).map { "\($0) " }, one.lease)
                        #expect(areStored, "a live lease must be able to write")
                    }
                }
                try await group.waitForAll()
            }
            #expect(counter.commits > 0)
            #expect(
                counter.commits <= streams * chunks / 4,
                "\(streams * chunks) chunks of \(streams) streams must share transactions, and took \(counter.commits)")
            let expected = (0..<chunks).map { "\($0) " }
            for one in claimed {
                let stored = try await store.chunks(of: one.lease.attempt)
                #expect(stored == expected, "a stream's chunks must lie in the journal in their order")
            }
        }
    }

    @Test("looks for a chunk's lease in an index that has all of it, and never at the segment's row")
    func leaseIsCovered() async throws {
        try await withStore { store in
            let plan = try await store.read { database in
                let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + JournalInsertion.sql)
                return try Row.fetchAll(statement, arguments: [1, "text", 3, 4, 5]).map { $0["detail"] as String }
            }
            #expect(plan.contains { $0.contains("segments USING COVERING INDEX segments_leased") }, "\(plan)")
        }
    }

    @Test("answers only when the chunk can be read from another connection")
    func committed() async throws {
        try await withStore { store in
            try await store.add(["One."])
            let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
            let other = try Store(path: store.path, role: .command)
            for number in 1...50 {
                _ = try await store.append("x", claimed.lease, firstTextAt: nil)
                #expect(
                    try await other.chunks(of: claimed.lease.attempt).count == number,
                    "an answer came before its commit")
            }
            try other.close()
        }
    }

    @Test("lets chunks gather after a commit of several, and keeps no other work waiting for that")
    func gathering() async throws {
        try await withStore { store in
            let streams = 8
            try await store.add((0..<streams).map { "text \($0)" })
            let claimed = try await store.claim(streams, for: try await store.daemon())
            @Sendable func round() async throws {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for one in claimed {
                        group.addTask { _ = try await store.append("x", one.lease, firstTextAt: nil) }
                    }
                    try await group.waitForAll()
                }
            }
            let rounds = 20
            let chunks = try await ContinuousClock().measure { for _ in 0..<rounds { try await round() } }
            #expect(chunks >= GroupCommit.pace * (rounds / 2), "most rounds find a pause that has just begun")
            // Beside chunks that gather: of many tries the quickest, since the machine has other things to do.
            var quickest = Duration.seconds(9)
            for _ in 0..<50 {
                try await round()
                let time = try await ContinuousClock().measure { try await store.commits.perform { _ in } }
                quickest = min(quickest, time)
            }
            #expect(quickest < GroupCommit.pace, "other work waited for chunks to gather")
        }
    }

    private func failure(
        in store: Store, _ work: @escaping @Sendable (Database) throws -> Void
    ) async -> (any Error)? {
        do {
            try await store.commits.perform(work)
            return nil
        } catch {
            return error
        }
    }

    @Test("undoes a work that throws, and only that one")
    func throwing() async throws {
        try await withStore { store in
            try await store.add(["One."])
            let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
            // All three are in one transaction: the writer is held until they have gathered.
            let hold = DispatchSemaphore(value: 0)
            async let held: Void = store.commits.perform { _ in hold.wait() }
            async let before = store.append("before", claimed.lease, firstTextAt: nil)
            async let bad = failure(in: store) { database in
                try database.execute(sql: "INSERT INTO journal (attempt_id, text) VALUES (99, 'half')")
                throw Refused()
            }
            async let worse = failure(in: store) { database in
                try database.execute(sql: "INSERT INTO journal (attempt_id, text) VALUES (98, 'half')")
                try database.execute(sql: "UPDATE job_counts SET jobs = -1")
            }
            async let after = store.append("after", claimed.lease, firstTextAt: nil)
            for _ in 0..<1000 { await Task.yield() }
            hold.signal()
            try await held
            let failures = await (bad, worse)
            #expect(failures.0 is Refused, "the caller of a work that throws gets its error")
            #expect(failures.1 != nil, "the caller of a work that SQL refuses gets an error")
            let stored = try await (before, after)
            #expect(stored == (true, true), "a work that throws must not take others down")
            #expect(try await store.chunks(of: claimed.lease.attempt).sorted() == ["after", "before"])
            for half in [98, 99] as [Int64] {
                #expect(try await store.chunks(of: half).isEmpty, "half a work was left behind")
            }
        }
    }

    @Test("commits what was handed in before it was closed, and refuses what comes after")
    func closing() async throws {
        try await withTemporaryFolder { folder in
            let store = try Store(path: folder.file("queue.db"), role: .daemon)
            try await store.add(["One."])
            let claimed = try await withWriter(of: store) { store in
                try #require(try await store.claim(for: try await store.daemon()).first)
            }
            await #expect(throws: (any Error).self, "nothing would ever commit it") {
                try await store.append("late", claimed.lease, firstTextAt: nil)
            }
            #expect(try await store.chunks(of: claimed.lease.attempt).isEmpty)
            try store.close()
        }
    }
}

/// Counts the transactions of a connection.
private final class CommitCounter: TransactionObserver, Sendable {
    private let count = Mutex(0)

    var commits: Int { count.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { count.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}

extension Store {
    /// The journal's rows of one attempt.
    func chunks(of attempt: Attempt.ID) async throws -> [String] {
        try await read {
            try String.fetchAll(
                $0, sql: "SELECT text FROM journal WHERE attempt_id = ? ORDER BY id", arguments: [attempt])
        }
    }
}
