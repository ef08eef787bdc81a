import Support
import Testing
import Translation

@testable import Store

@Suite("A closed gate", .light, .timeLimit(.minutes(40)))
struct GateTests {
    private static let main = Store.AnnouncedEndpoint(name: "main", baseURL: "http://127.0.0.1:1/v1")
    private static let spare = Store.AnnouncedEndpoint(name: "spare", baseURL: "http://127.0.0.1:2/v1")

    private func gate(
        _ endpoint: String = "main", reason: Gate.Reason = .overloaded, opens: Duration = .seconds(20),
        failures: Int = 1
    ) -> Gate {
        Gate(
            endpoint: endpoint, reason: reason, message: "loading", httpStatus: 503, closedAt: start,
            opensAt: start + opens, failures: failures)
    }

    /// Settles a claimed segment as one that waits behind the gate.
    @discardableResult
    private func close(_ gate: Gate, by claimed: ClaimedSegment, in store: Store, now: Timestamp = start) async throws
        -> Settled
    {
        let again = Settlement.again(notBefore: now, reason: .endpoint, tries: claimed.tries, error: gate.message)
        return try await store.settle(
            claimed.lease, text: claimed.text, as: again, AttemptReport(), at: gate.endpoint, news: .closed(gate),
            now: now)
    }

    @Test("lets nothing through, then one, then all when that one is answered")
    func oneAsks() async throws {
        try await withStore { store in
            try await store.add((0..<20).map { "Text \($0)." })
            let daemon = try await store.register(.process(1), endpoints: [Self.main], now: start)
            let first = try #require(try await store.claim(for: daemon).first)
            #expect(try await close(gate(), by: first, in: store).hasClosedGate)
            #expect(try await store.claim(9, for: daemon, now: start + .seconds(19)).isEmpty, "the gate is closed")
            #expect(try await store.nextDue() == start + .seconds(20), "the daemon must wake when it may ask")

            let due = start + .seconds(20)
            let probe = try await store.claim(9, for: daemon, now: due)
            #expect(probe.count == 1, "one request asks, not \(probe.count)")
            #expect(probe.first?.gateFailures == 1)
            #expect(try await store.claim(9, for: daemon, now: due).isEmpty, "no second one while the first is asking")
            #expect(try await store.nextDue() == nil, "nothing to wake for while it asks")

            #expect(try await store.open("main", probe: try #require(probe.first).lease.attempt))
            #expect(try await store.gates().closed.isEmpty)
            #expect(try await store.claim(9, for: daemon, now: due).count == 9, "an open gate lets all through")
        }
    }

    @Test("stays closed for longer when the one that asks is refused")
    func refusedAgain() async throws {
        try await withStore { store in
            try await store.add(["One.", "Two."])
            let daemon = try await store.register(.process(1), endpoints: [Self.main], now: start)
            try await close(gate(), by: try #require(try await store.claim(for: daemon).first), in: store)
            let due = start + .seconds(20)
            let probe = try #require(try await store.claim(for: daemon, now: due).first)
            let second = gate(opens: .seconds(60), failures: 2)
            #expect(try await !close(second, by: probe, in: store, now: due).hasClosedGate, "it was closed before")
            let closed = try #require(try await store.gates().closed.first)
            #expect((closed.failures, closed.opensAt) == (2, start + .seconds(60)))
            #expect(closed.closedAt == start, "it has been closed since the first refusal")
        }
    }

    @Test("is closed once by many streams that are refused at the same time; the latest time that was named counts")
    func together() async throws {
        try await withStore { store in
            try await store.add((0..<5).map { "Text \($0)." })
            let daemon = try await store.register(.process(1), endpoints: [Self.main], now: start)
            let claimed = try await store.claim(5, for: daemon)
            var newlyClosed = 0
            for (claimed, seconds) in zip(claimed, [3, 9, 1, 2, 5]) {
                let settled = try await close(gate(opens: .seconds(seconds)), by: claimed, in: store)
                newlyClosed += settled.hasClosedGate ? 1 : 0
            }
            #expect(newlyClosed == 1)
            let closed = try #require(try await store.gates().closed.first)
            #expect((closed.failures, closed.opensAt) == (1, start + .seconds(9)))
        }
    }

    @Test("is still closed for the next daemon, and the request of one that died does not keep it so")
    func persisted() async throws {
        try await withStore { store in
            try await store.add(["One.", "Two."])
            let first = try await store.register(.process(1), endpoints: [Self.main], now: start)
            try await close(gate(), by: try #require(try await store.claim(for: first).first), in: store)
            let due = start + .seconds(20)
            #expect(try await store.claim(for: first, now: due).count == 1)
            let second = try await store.register(.process(2), endpoints: [Self.main], now: due)
            #expect(try await store.claim(for: second, now: due).isEmpty, "the other daemon's request is on its way")
            try await store.rescue(by: second, leaseTerm: .seconds(30), now: due) { _ in .dead }
            let probes = try await store.claim(9, for: second, now: due)
            #expect(probes.count == 1 && probes.first?.gateFailures == 1, "after a restart too, one asks first")
        }
    }

    @Test("makes its queued jobs wait, for all who look; others do not")
    func seenByJobs() async throws {
        try await withStore { store in
            let any = try await store.add(["One."])
            let bound = try await store.add(["Two."], endpoint: "main")
            let other = try await store.add(["Three."], endpoint: "spare")
            let daemon = try await store.register(.process(1), endpoints: [Self.main, Self.spare], now: start)
            try await close(gate(), by: try #require(try await store.claim(for: daemon).first), in: store)

            let waiting = JobState.waiting(until: start + .seconds(20), for: .endpoint)
            #expect(try await store.job(bound)?.state == waiting)
            #expect(try await store.job(any)?.state == .queued, "another endpoint may have it")
            #expect(try await store.job(other)?.state == .queued)
            #expect(try await store.jobs(in: .waiting, limit: 9).map(\.id) == [bound])
            #expect(Set(try await store.jobs(in: .queued, limit: 9).map(\.id)) == [any, other])
            let counts = try await store.counts()
            #expect(counts[.waiting] == 1 && counts[.queued] == 2)

            let elsewhere = try #require(try await store.claim(for: daemon, endpoint: "spare").first)
            try await close(gate("spare", opens: .seconds(5)), by: elsewhere, in: store)
            #expect(
                try await store.job(any)?.state == .waiting(until: start + .seconds(5), for: .endpoint),
                "where all endpoints are closed, the first to open counts")
            #expect(try await store.counts()[.waiting] == 3)
        }
    }

    @Test("that only a person can open is asked at once after a restart; what the endpoint named still holds")
    func personMayHaveMended() async throws {
        for (reason, count) in [(Gate.Reason.unauthorized, 1), (.paymentRequired, 1), (.rateLimited, 0)] {
            try await withStore { store in
                try await store.add(["One.", "Two."])
                let first = try await store.register(.process(1), endpoints: [Self.main], now: start)
                let claimed = try #require(try await store.claim(for: first).first)
                try await close(gate(reason: reason, opens: .seconds(3600)), by: claimed, in: store)
                let second = try await store.register(.process(2), endpoints: [Self.main], now: start)
                #expect(try await store.claim(9, for: second).count == count, "\(reason)")
            }
        }
    }

    @Test("and what was learnt belong to an address: at another, both are forgotten; at the same, kept")
    func address() async throws {
        try await withStore { store in
            try await store.add(["One.", "Two.", "Three."])
            let daemon = try await store.register(.process(1), endpoints: [Self.main], now: start)
            let claimed = try await store.claim(2, for: daemon, mode: .prefill)
            _ = try await store.settle(
                claimed[0].lease, text: "", as: .released, AttemptReport(), at: "main",
                news: .taught(.rejectsPrefill), now: start)
            try await close(gate(), by: claimed[1], in: store)
            _ = try await store.register(.process(2), endpoints: [Self.main], now: start)
            #expect(try await store.gates().closed.count == 1)
            #expect(try await store.lessons() == ["main": [.rejectsPrefill]])
            let later = start + .seconds(20)
            let next = try #require(try await store.claim(for: daemon, mode: .prefill, now: later).first)
            #expect((next.mode, next.lessons) == (.continue, [.rejectsPrefill]), "what was learnt counts at once")

            let moved = Store.AnnouncedEndpoint(name: "main", baseURL: "http://127.0.0.1:3/v1")
            _ = try await store.register(.process(3), endpoints: [moved], now: start)
            #expect(try await store.gates().closed.isEmpty)
            #expect(try await store.lessons() == ["main": []])
        }
    }

    @Test("is asked at once when a person wants a waiting job tried again")
    func retry() async throws {
        try await withStore { store in
            let job = try await store.add(["One."])
            let daemon = try await store.register(.process(1), endpoints: [Self.main], now: start)
            try await close(gate(), by: try #require(try await store.claim(for: daemon).first), in: store)
            #expect(try await store.apply(.retry, to: job, now: start) == .done)
            #expect(try await store.claim(for: daemon).count == 1)
        }
    }

    @Test("opens through a stale worker's news too: the endpoint answered, whoever holds the segment now")
    func staleNews() async throws {
        try await withStore { store in
            let job = try await store.add(["One."])
            let daemon = try await store.register(.process(1), endpoints: [Self.main], now: start)
            try await close(gate(), by: try #require(try await store.claim(for: daemon).first), in: store)
            let probe = try #require(try await store.claim(for: daemon, now: start + .seconds(20)).first)
            _ = try await store.apply(.pause, to: job, now: start)
            let settled = try await store.settle(
                probe.lease, text: "", as: .completed, AttemptReport(), at: "main", news: .answers, now: start)
            #expect(!settled.isWritten)
            #expect(try await store.gates().closed.isEmpty)
        }
    }

    @Test("that only a person can open is told as such, and no stream that breaks off late hides it")
    func personal() async throws {
        try await withStore { store in
            try await store.add((0..<4).map { "Text \($0)." })
            let daemon = try await store.register(.process(1), endpoints: [Self.main], now: start)
            let claimed = try await store.claim(3, for: daemon)
            #expect(try await close(gate(), by: claimed[0], in: store).hasClosedGate)
            let refused = try await close(gate(reason: .unauthorized), by: claimed[1], in: store)
            #expect(refused.hasClosedGate, "that is worth telling")
            #expect(try await !close(gate(reason: .unreachable), by: claimed[2], in: store).hasClosedGate)
            #expect(try await store.gates().closed.map(\.reason) == [.unauthorized])
            // The one that was sent to ask knows better.
            let probe = try #require(try await store.claim(for: daemon, now: start + .seconds(20)).first)
            try await close(gate(opens: .seconds(60), failures: 2), by: probe, in: store, now: start + .seconds(20))
            #expect(try await store.gates().closed.map(\.reason) == [.overloaded])
        }
    }

    @Test("and its endpoint are not forgotten while the daemon that has it lives, whatever another one announces")
    func twoDaemons() async throws {
        try await withStore { store in
            try await store.add(["One.", "Two."])
            let first = try await store.register(.process(1), endpoints: [Self.main], now: start)
            try await close(
                gate(reason: .unauthorized), by: try #require(try await store.claim(for: first).first), in: store)
            let second = try await store.register(.process(2), endpoints: [Self.spare], now: start)
            #expect(try await store.gates().closed.map(\.opensAt) == [start + .seconds(20)])
            #expect(Set(try await store.gates().endpoints) == ["main", "spare"])
            // Nobody alive has it any more.
            try await store.unregister(first, now: start)
            try await store.unregister(second, now: start)
            _ = try await store.register(.process(3), endpoints: [Self.spare], now: start)
            #expect(try await store.gates().closed.isEmpty)
            #expect(try await store.gates().endpoints == ["spare"])
        }
    }

    @Test("sorts the newest of many jobs into those that wait and those that do not, without a look at all of them")
    func newest() async throws {
        try await withStore { store in
            var (bound, free): ([Job.ID], [Job.ID]) = ([], [])
            for number in 0..<30 {
                let id = try await store.add(["Text \(number)."], endpoint: number % 3 == 0 ? "main" : nil)
                if number % 3 == 0 { bound.append(id) } else { free.append(id) }
            }
            let daemon = try await store.register(.process(1), endpoints: [Self.main, Self.spare], now: start)
            let claimed = try #require(try await store.claim(for: daemon).first)
            try await close(gate(), by: claimed, in: store)
            #expect(try await store.jobs(in: .waiting, limit: 4).map(\.id) == Array(bound.reversed().prefix(4)))
            #expect(try await store.jobs(in: .queued, limit: 4).map(\.id) == Array(free.reversed().prefix(4)))
            #expect(try await store.jobs(in: .waiting, limit: 99).map(\.id) == bound.reversed())
            #expect(try await store.jobs(in: .queued, limit: 99).map(\.id) == free.reversed())
            #expect(try await store.counts()[.waiting] == bound.count)
        }
    }
}
