import Support
import Testing
import Translation

@testable import Store

@Suite("A worker that lost its lease", .light, .timeLimit(.minutes(40)))
struct LeaseTests {
    /// How a lease can be lost.
    enum Loss: String, CaseIterable {
        case settled, paused, cancelled, rescued, claimedByAnother, jobFailed
    }

    private func lose(_ loss: Loss, _ claimed: ClaimedSegment, _ store: Store) async throws {
        switch loss {
        case .settled:
            _ = try await store.settle(claimed.lease, text: "Uno", as: .released, AttemptReport(), now: start)
        case .paused: _ = try await store.apply(.pause, to: claimed.job, now: start)
        case .cancelled: _ = try await store.apply(.cancel, to: claimed.job, now: start)
        case .rescued, .claimedByAnother:
            let other = try await store.daemon(2)
            try await store.rescue(by: other, leaseTerm: .seconds(30), now: start) { _ in .dead }
            if loss == .claimedByAnother {
                #expect(try await store.claim(for: other).first?.lease.segment == claimed.lease.segment)
            }
        case .jobFailed:
            let other = try #require(try await store.claim(for: try await store.daemon(2)).first)
            let failure = JobFailure(kind: "rejected", message: "no", hint: "none")
            _ = try await store.settle(other.lease, text: "", as: .failed(failure), AttemptReport(), now: start)
        }
    }

    @Test("changes nothing at all, whatever it writes", arguments: Loss.allCases)
    func stale(loss: Loss) async throws {
        try await withStore { store in
            let job = try await store.add(["One two.", "Three."])
            let claimed = try #require(try await store.claim(for: try await store.daemon()).first)
            #expect(try await store.append(["Uno", " dos"], claimed.lease), "a live lease must be able to write")
            try await lose(loss, claimed, store)
            let before = try await store.dump()
            #expect(try await !store.append("stale", claimed.lease, firstTextAt: start), "an append must say no")
            let failure = JobFailure(kind: "x", message: "y", hint: "z")
            let settlements: [Settlement] = [
                .completed, .again(notBefore: start + .seconds(9), reason: .backoff, tries: 3, error: "lost"),
                .failed(failure), .released,
            ]
            for settlement in settlements {
                let settled = try await store.settle(
                    claimed.lease, text: "a text that must not be stored", as: settlement, AttemptReport(), now: start)
                #expect(!settled.isWritten, "a stale \(settlement) must say no")
            }
            let after = try await store.dump()
            #expect(after == before, "a write with a stale lease changed the database")
            #expect(try await store.job(job) != nil)
        }
    }

    @Test("is missing among its daemon's leases")
    func leases() async throws {
        try await withStore { store in
            let job = try await store.add(["One.", "Two."])
            let daemon = try await store.daemon()
            let claimed = try await store.claim(2, for: daemon)
            #expect(try await store.leases(of: daemon) == Set(claimed.map(\.lease)))
            _ = try await store.apply(.pause, to: job, now: start)
            #expect(try await store.leases(of: daemon).isEmpty)
        }
    }

    @Test("changes nothing of a later segment that has its segment's number and epoch")
    func reusedNumber() async throws {
        try await withStore { store in
            let daemon = try await store.daemon()
            let removed = try await store.add(["One two."])
            let stale = try #require(try await store.claim(for: daemon).first)
            _ = try await store.apply(.cancel, to: removed, now: start)
            try await store.write { try $0.execute(literal: "DELETE FROM jobs WHERE id = \(removed)") }
            try await store.add(["Three."])
            let claimed = try #require(try await store.claim(for: daemon).first)
            try #require(claimed.lease.segment == stale.lease.segment && claimed.lease.epoch == stale.lease.epoch)
            let before = try await store.dump()
            #expect(try await !store.append("stale", stale.lease, firstTextAt: start), "an append must say no")
            let settled = try await store.settle(
                stale.lease, text: "Uno dos.", as: .completed, AttemptReport(), now: start)
            #expect(!settled.isWritten, "a settlement must say no")
            #expect(try await !store.settle(stale.lease, recalled: "Uno dos."), "so must one from the memory")
            #expect(try await store.dump() == before)
            #expect(try await store.append("Tres.", claimed.lease, firstTextAt: start), "the right one may write")
            #expect(try await store.chunks(of: claimed.lease.attempt) == ["Tres."])
        }
    }
}
