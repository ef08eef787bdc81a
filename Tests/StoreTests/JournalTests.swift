import GRDB
import Support
import Testing
import Translation

@testable import Store

@Suite("The journal", .light, .timeLimit(.minutes(40)))
struct JournalTests {
    private func rows(_ store: Store) async throws -> [Int64] {
        try await store.read { try Int64.fetchAll($0, sql: "SELECT id FROM journal ORDER BY id") }
    }

    @Test("is trimmed up to the oldest attempt that lives, and no further")
    func trimming() async throws {
        try await withStore { store in
            try await store.add(["a", "b", "c"])
            let claimed = try await store.claim(2, for: try await store.daemon())
            try await store.append(["1", "2"], claimed[0].lease)
            try await store.append(["x", "y"], claimed[1].lease)
            _ = try await store.trimJournal()
            #expect(try await rows(store).count == 4, "rows of live attempts must stay")
            _ = try await store.settle(claimed[0].lease, text: "12", as: .completed, AttemptReport(), now: start)
            _ = try await store.trimJournal()
            #expect(
                try await store.chunks(of: claimed[1].lease.attempt) == ["x", "y"], "rows of a live attempt must stay")
            _ = try await store.settle(claimed[1].lease, text: "xy", as: .completed, AttemptReport(), now: start)
            _ = try await store.trimJournal()
            #expect(try await rows(store).count == 1, "with nothing alive only the newest row may be left")
        }
    }

    @Test("keeps what an older stream has while younger ones come and go")
    func oldest() async throws {
        try await withStore { store in
            try await store.add(["a", "b", "c"])
            let daemon = try await store.daemon()
            let old = try #require(try await store.claim(for: daemon).first)
            try await store.append(["1", "2"], old.lease)
            let young = try #require(try await store.claim(for: daemon).first)
            try await store.append(["x"], young.lease)
            _ = try await store.trimJournal()
            _ = try await store.settle(young.lease, text: "x", as: .completed, AttemptReport(), now: start)
            let youngest = try #require(try await store.claim(for: daemon).first)
            try await store.append(["y"], youngest.lease)
            _ = try await store.trimJournal()
            #expect(try await store.chunks(of: old.lease.attempt) == ["1", "2"], "rows of a live attempt must stay")
            #expect(try await store.chunks(of: youngest.lease.attempt) == ["y"])
        }
    }

    @Test("never gives a number twice, even when all of it has been trimmed")
    func numbers() async throws {
        try await withStore { store in
            try await store.add((0..<5).map { "text \($0)" })
            let daemon = try await store.daemon()
            var seen: Set<Int64> = []
            for _ in 0..<5 {
                let claimed = try #require(try await store.claim(for: daemon).first)
                let before = try await rows(store).max() ?? 0
                try await store.append(["a", "b"], claimed.lease)
                let new = Set(try await rows(store).filter { $0 > before })
                #expect(new.count == 2 && seen.isDisjoint(with: new), "a number of the journal was given twice")
                seen.formUnion(new)
                _ = try await store.settle(claimed.lease, text: "ab", as: .completed, AttemptReport(), now: start)
                _ = try await store.trimJournal()
            }
        }
    }

    @Test("is trimmed in steps, so that nobody waits long, and says when there is more")
    func steps() async throws {
        try await withStore { store in
            try await store.add(["a"])
            let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
            try await store.append((0..<25).map { "\($0) " }, claimed.lease)
            _ = try await store.settle(claimed.lease, text: "done", as: .completed, AttemptReport(), now: start)
            #expect(try await store.trimJournal(limit: 10))
            #expect(try await store.trimJournal(limit: 10))
            #expect(try await !store.trimJournal(limit: 10), "the last step has nothing left to announce")
            #expect(try await rows(store).count == 1)
        }
    }

    @Test("that is empty can be trimmed")
    func empty() async throws {
        try await withStore { store in
            let hasMore = try await store.trimJournal()
            #expect(!hasMore, "an empty journal has nothing left to trim")
            #expect(try await rows(store).isEmpty)
        }
    }
}
