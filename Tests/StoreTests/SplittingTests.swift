import Support
import Testing
import Translation

@testable import Store

@Suite("A segment that is too much for one answer", .light, .timeLimit(.minutes(40)))
struct SplittingTests {
    @Test("is replaced by its pieces, at its place, and what is behind moves on")
    func pieces() async throws {
        try await withStore { store in
            let job = try await store.add(["a", "b one. b two.", "c", "d"])
            let daemon = try await store.daemon()
            let claimed = try await store.claim(2, for: daemon)
            try await store.append(["B o"], claimed[1].lease)
            let settled = try await store.settle(
                claimed[1].lease, text: "B o",
                as: .split(
                    [
                        NewJob.Piece(kind: .translatable, source: "b one."),
                        NewJob.Piece(kind: .translatable, source: " b two."),
                    ], error: "too long"), AttemptReport(), now: start)
            #expect(settled.isWritten)
            let segments = try await store.segments(of: job)
            #expect(segments.map(\.source) == ["a", "b one.", " b two.", "c", "d"])
            #expect(segments.map(\.position) == [0, 1, 2, 3, 4])
            #expect(segments.map(\.text) == ["", "", "", "", ""])
            #expect(try await store.job(job)?.progress.segments == 5)
            #expect(try await store.job(job)?.progress.characters == 16)
            #expect(try await Invariants.broken(in: store).isEmpty)
            for _ in 0..<4 {
                let next = try #require(try await store.claim(for: daemon).first)
                _ = try await store.settle(next.lease, text: "x", as: .completed, AttemptReport(), now: start)
            }
            _ = try await store.settle(claimed[0].lease, text: "x", as: .completed, AttemptReport(), now: start)
            #expect(try await store.jobsToFinish().map(\.id) == [job])
        }
    }

    @Test("is left alone where its worker has lost it")
    func lost() async throws {
        try await withStore { store in
            let job = try await store.add(["a b"])
            let daemon = try await store.daemon()
            let claimed = try #require(try await store.claim(for: daemon).first)
            _ = try await store.apply(.pause, to: job, now: start)
            let settled = try await store.settle(
                claimed.lease, text: "",
                as: .split([NewJob.Piece(kind: .translatable, source: "a")], error: "too long"), AttemptReport(),
                now: start)
            #expect(!settled.isWritten)
            #expect(try await store.segments(of: job).map(\.source) == ["a b"])
        }
    }
}
