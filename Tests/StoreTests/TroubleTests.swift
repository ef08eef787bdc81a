import GRDB
import Support
import Synchronization
import Testing
import Translation

@testable import Store

/// What happens when there is no room on the disk: simulated by SQLite's own limit, which ends in the same error.
@Suite("When the database cannot be written", .light, .timeLimit(.minutes(40)))
struct TroubleTests {
    /// Larger than any page that is free.
    private static let large = String(repeating: "a long chunk ", count: 40_000)

    private func setRoom(_ isThere: Bool, _ store: Store) async throws {
        try await store.database.writeWithoutTransaction { database in
            _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(isThere ? 1_000_000 : 1)")
        }
    }

    /// A queue with one claimed segment and no room for anything large.
    private func withFullDisk(
        clock: ManualClock, told: Told,
        _ body: @escaping @Sendable (Store, Lease) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let store = try Store(path: folder.file("queue.db"), role: .daemon, durability: .normal)
            try await withWriter(of: store, clock: clock, onTrouble: told.take) { store in
                try await store.add(["One."])
                let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
                try await setRoom(false, store)
                try await body(store, claimed.lease)
            }
            try store.close()
        }
    }

    @Test("the streams wait, somebody is told once, and it goes on with nothing lost")
    func full() async throws {
        let (clock, told) = (ManualClock(), Told())
        try await withFullDisk(clock: clock, told: told) { store, lease in
            async let first = store.append(Self.large, lease, firstTextAt: start)
            await clock.waitForSleepers(1)
            async let second = store.append(" and more", lease, firstTextAt: nil)
            clock.advance(by: .seconds(1))
            await clock.waitForSleepers(1)
            #expect(told.kinds == [.diskFull], "the operator must be told, and once, however often it is tried")
            #expect(try await store.chunks(of: lease.attempt).isEmpty)
            try await setRoom(true, store)
            clock.advance(by: .seconds(1))
            let stored = try await (first, second)
            #expect(stored == (true, true), "who waited must be told that the chunk is stored")
            #expect(told.kinds == [.diskFull, nil], "the operator must be told that it is over")
            #expect(try await store.chunks(of: lease.attempt) == [Self.large, " and more"])
        }
    }

    @Test("a program that stops waits no longer, and the writer lives on for what fits")
    func givingUp() async throws {
        let (clock, told) = (ManualClock(), Told())
        try await withFullDisk(clock: clock, told: told) { store, lease in
            async let waiting = store.append(Self.large, lease, firstTextAt: start)
            await clock.waitForSleepers(1)
            store.commits.giveUpOnTrouble()
            clock.advance(by: .seconds(1))
            do {
                _ = try await waiting
                Issue.record("an append that was given up must be an error")
            } catch let error as StoreError {
                #expect(error.kind == .diskFull)
            }
            try await setRoom(true, store)
            #expect(try await store.append("fits", lease, firstTextAt: nil))
            #expect(try await store.chunks(of: lease.attempt) == ["fits"], "what was refused must not appear later")
        }
    }

    @Test("a writer that is cancelled in that time leaves nobody waiting for ever")
    func cancelled() async throws {
        try await withTemporaryFolder { folder in
            let clock = ManualClock()
            let store = try Store(path: folder.file("queue.db"), role: .daemon, durability: .normal)
            let lease = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await store.commits.run(clock: clock) { _ in } }
                try await store.add(["One."])
                let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
                try await setRoom(false, store)
                let answered = Mutex(false)
                // Bare, because a task of the group could not be left behind if it did wait for ever.
                Task {
                    do { _ = try await store.append(Self.large, claimed.lease, firstTextAt: start) } catch {}
                    answered.withLock { $0 = true }
                }
                await clock.waitForSleepers(1)
                group.cancelAll()
                try await eventually("the stream that waited is answered") {
                    answered.withLock { $0 }
                }
                return claimed.lease
            }
            #expect(try await store.chunks(of: lease.attempt).isEmpty)
            await #expect(throws: (any Error).self) { try await store.append("late", lease, firstTextAt: nil) }
            try store.close()
        }
    }
}

/// What the operator was told: a kind of trouble, or that it has passed.
private final class Told: Sendable {
    private let all = Mutex([StoreError.Kind?]())

    var kinds: [StoreError.Kind?] { all.withLock { $0 } }

    func take(_ trouble: StoreError?) { all.withLock { $0.append(trouble?.kind) } }
}
