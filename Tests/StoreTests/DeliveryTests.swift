import Support
import Testing
import Translation

@testable import Store

@Suite("The outbox", .light, .timeLimit(.minutes(40)))
struct DeliveryTests {
    /// Brings a fresh job of one segment to an end.
    private func end(_ failure: JobFailure? = nil, in store: Store) async throws -> Job.ID {
        let job = try await store.add(["One."])
        let claimed = try #require(try await store.claim(for: try await store.daemon(7)).first)
        let settlement: Settlement = failure.map { .failed($0) } ?? .completed
        _ = try await store.settle(claimed.lease, text: "Uno.", as: settlement, AttemptReport(), now: start)
        if failure == nil { try await store.complete(job, now: start) }
        return job
    }

    private let failure = JobFailure(kind: "rejected", message: "no", hint: "none")

    @Test("holds the ends that somebody listens for, each way once, and no others")
    func events() async throws {
        try await withStore { store in
            let before = try await end(in: store)
            let daemon = try await store.daemon(1)
            try await store.listen(for: [.completed], on: [.command, .webhook], by: daemon, now: start)
            let completed = try await end(in: store)
            let failed = try await end(failure, in: store)
            let output = try await store.add(["One."])
            _ = try await store.apply(.cancel, to: output, now: start)
            for job in [before, failed, output] { #expect(try await store.deliveries(of: job).isEmpty) }
            let deliveries = try await store.deliveries(of: completed)
            #expect(Set(deliveries.map(\.channel)) == [.command, .webhook])
            #expect(deliveries.allSatisfy { $0.state == .waiting(until: start) && $0.event == .completed })
            #expect(Set(deliveries.map(\.message)).count == 2)
            try await store.listen(for: [.completed, .failed], on: [], by: daemon, now: start)
            #expect(try await store.deliveries(of: try await end(in: store)).isEmpty)
        }
    }

    @Test("gives each to one daemon, and to another when that one is dead, with the same id")
    func claims() async throws {
        try await withStore { store in
            let (one, other) = (try await store.daemon(1), try await store.daemon(2))
            try await store.listen(for: [.completed, .failed], on: [.webhook], by: one, now: start)
            let job = try await end(failure, in: store)
            #expect(try await store.nextDelivery(on: .webhook) == start)
            #expect(try await store.claimDeliveries(on: .command, limit: 9, for: one, now: start).isEmpty)
            let first = try #require(
                try await store.claimDeliveries(on: .webhook, limit: 9, for: one, now: start).first)
            #expect(try await store.claimDeliveries(on: .webhook, limit: 9, for: other, now: start).isEmpty)
            #expect(try await store.nextDelivery(on: .webhook) == nil)
            try await store.rescue(by: other, leaseTerm: .seconds(30), now: start) { $0.pid == 2 ? .alive : .dead }
            let second = try #require(
                try await store.claimDeliveries(on: .webhook, limit: 9, for: other, now: start).first)
            #expect(second.message == first.message && second.tries == 0)
            #expect(try await store.settle(first.id, as: .delivered, by: one, now: start) == false)

            let later = start + .seconds(5)
            #expect(
                try await store.settle(
                    second.id, as: .again(notBefore: later, error: "status 500"), by: other, now: start))
            #expect(try await store.claimDeliveries(on: .webhook, limit: 9, for: other, now: start).isEmpty)
            let third = try #require(
                try await store.claimDeliveries(on: .webhook, limit: 9, for: other, now: later).first)
            #expect((third.tries, third.error) == (1, "status 500"))
            #expect(try await store.settle(third.id, as: .delivered, by: other, now: later))
            let told = try #require(try await store.deliveries(of: job).first)
            #expect(told.state == .delivered(at: later) && told.error == nil && told.tries == 2)
            #expect(try await Invariants.broken(in: store).isEmpty)
        }
    }

    @Test("forgets what was not told of a job that is taken up again, and keeps what was")
    func takenUp() async throws {
        try await withStore { store in
            let daemon = try await store.daemon()
            try await store.listen(for: [.completed, .failed], on: [.webhook, .command], by: daemon, now: start)
            let job = try await end(failure, in: store)
            let told = try #require(
                try await store.claimDeliveries(on: .command, limit: 1, for: daemon, now: start).first)
            _ = try await store.settle(told.id, as: .failed(error: "ended with code 1"), by: daemon, now: start)
            _ = try await store.apply(.retry, to: job, now: start)
            let left = try await store.deliveries(of: job)
            #expect(left.map(\.state) == [.failed(at: start)] && left.first?.error == "ended with code 1")
        }
    }

    @Test("Each daemon has its own listeners, and takes them with it when it goes")
    func owners() async throws {
        try await withStore { store in
            let (one, other) = (try await store.daemon(1), try await store.daemon(2))
            try await store.listen(for: [.completed], on: [.webhook], by: one, now: start)
            try await store.listen(for: [], on: [], by: other, now: start)
            #expect(
                try await store.deliveries(of: try await end(in: store)).count == 1,
                "another's want of any is no matter")
            try await store.listen(for: [.completed], on: [.webhook], by: other, now: start)
            #expect(
                try await store.deliveries(of: try await end(in: store)).count == 1, "two that listen are told once")
            for daemon in [one, other] { try await store.unregister(daemon, now: start) }
            #expect(try await store.deliveries(of: try await end(in: store)).isEmpty)
        }
    }

    @Test("What no daemon has any more is told no more, which is said, and keeps no job from being removed")
    func abandoned() async throws {
        try await withStore { store in
            let daemon = try await store.daemon(1)
            try await store.listen(for: [.completed], on: [.webhook, .command], by: daemon, now: start)
            let job = try await end(in: store)
            let later = start + .seconds(9)
            try await store.listen(for: [.completed], on: [.command], by: daemon, now: later)
            let states = Dictionary(
                uniqueKeysWithValues: try await store.deliveries(of: job).map { ($0.channel, $0.state) })
            #expect(states == [.webhook: .failed(at: later), .command: .waiting(until: start)])
            let old = Pruning(Retention([.completed: .seconds(1)]), now: later + .seconds(99))
            #expect(try await store.prunable(old).jobs == 0, "the command is still to be told")
            try await store.listen(for: [], on: [], by: daemon, now: later)
            #expect(try await store.prunable(old).jobs == 1)
            #expect(try await Invariants.broken(in: store).isEmpty)
        }
    }
}
