import Engine
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@Suite("What a daemon left that died", .besideAnother, .timeLimit(.minutes(40)))
struct TakeoverTests {
    private static let translator = DeterministicTranslator()

    /// Leaves the database as a daemon does that was killed in mid-stream.
    private func die(_ identity: DaemonIdentity, in workshop: Workshop, after chunks: [String]) async throws {
        let store = try Store(path: workshop.store.path, role: .daemon, durability: .normal)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await store.commits.run(clock: ContinuousClock()) { _ in } }
            let now = TimeSource.system.now()
            let id = try await store.register(identity, now: now)
            let capacity = Capacity(endpoint: "main", model: "scripted", mode: .continue, free: 1)
            let claimed = try #require(try await store.claim(capacity, for: id, now: now).first)
            for chunk in chunks { _ = try await store.append(chunk, claimed.lease, firstTextAt: nil) }
            store.commits.close()
            try await group.waitForAll()
        }
        try store.close()
    }

    @Test("is taken up at the start of the next, from the last chunk, with no try spent")
    func takenUp() async throws {
        try await withWorkshop({ .events(Self.translator.answer(to: $0)) }) { workshop in
            let job = try await workshop.add(words(12))
            let expected = try await workshop.expected(of: job)
            // A process of this host, this boot and this namespace that is not there.
            var dead = ProcessIdentity.current(version: "test")
            dead.pid = Int32.max
            try await die(dead, in: workshop, after: Array(Self.translator.chunks(of: expected).prefix(6)))
            #expect(try await workshop.store.running().count == 1)
            let craft = Craft(tries: 1, liveness: { ProcessIdentity.liveness(of: $0) })
            try await withDaemon(in: workshop, craft) { _ in try await workshop.completion(of: job) }
            #expect(try await workshop.result(of: job) == expected)
            #expect(try await workshop.store.attempts(of: job).map(\.outcome) == [.crashed, .completed])
            #expect(workshop.endpoint.requests.map { $0.received?.split(separator: " ").count } == [5])
        }
    }

    @Test(
        "is taken up when its lease has run out, where nobody can tell whether it lives",
        arguments: [Liveness.unknown, .alive])
    func expired(liveness: Liveness) async throws {
        try await withWorkshop({ .events(Self.translator.answer(to: $0)) }) { workshop in
            let job = try await workshop.add(words(12))
            let expected = try await workshop.expected(of: job)
            var elsewhere = ProcessIdentity.current(version: "test")
            elsewhere.host = "elsewhere"
            try await die(elsewhere, in: workshop, after: Array(Self.translator.chunks(of: expected).prefix(6)))
            let craft = Craft(leaseTerm: .milliseconds(600), liveness: { _ in liveness })
            try await withDaemon(in: workshop, craft) { _ in try await workshop.completion(of: job) }
            #expect(try await workshop.result(of: job) == expected)
            let attempts = try await workshop.store.attempts(of: job)
            let (ended, begun) = (try #require(attempts.first?.endedAt), try #require(attempts.first?.startedAt))
            #expect(ended - begun > .milliseconds(600), "a lease must be respected until it runs out")
        }
    }

    @Test("may be the request at a closed gate: another asks when the gate's time has come, though nobody writes")
    func probe() async throws {
        try await withWorkshop({ .events(Self.translator.answer(to: $0)) }) { workshop in
            let jobs = [try await workshop.add("{1} " + words(6)), try await workshop.add("{2} " + words(6))]
            let store = try Store(path: workshop.store.path, role: .daemon, durability: .normal)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await store.commits.run(clock: ContinuousClock()) { _ in } }
                let now = TimeSource.system.now()
                let main = Store.AnnouncedEndpoint(name: "main", baseURL: workshop.endpoint.baseURL)
                let id = try await store.register(
                    ProcessIdentity.current(version: "test"), endpoints: [main], now: now)
                let capacity = Capacity(endpoint: "main", model: "scripted", mode: .continue, free: 2)
                let both = try await store.claim(capacity, for: id, now: now)
                try #require(both.count == 2)
                func close(_ claimed: ClaimedSegment, for delay: Duration) async throws {
                    let gate = Gate(
                        endpoint: "main", reason: .overloaded, message: "busy", closedAt: now, opensAt: now + delay,
                        failures: 1)
                    let again = Settlement.again(notBefore: now, reason: .endpoint, tries: 0, error: "busy")
                    _ = try await store.settle(
                        claimed.lease, text: "", as: again, AttemptReport(), at: "main", news: .closed(gate), now: now)
                }
                try await close(both[0], for: .zero)
                try #require(try await store.claim(capacity, for: id, now: now).count == 1, "one asks")
                try await close(both[1], for: .seconds(2))
                store.commits.close()
                try await group.waitForAll()
            }
            try store.close()
            let craft = Craft(leaseTerm: .milliseconds(600), liveness: { _ in .alive })
            try await withDaemon(in: workshop, craft) { _ in
                for job in jobs { try await workshop.completion(of: job) }
            }
            #expect(workshop.endpoint.requests.count == 2)
        }
    }
}
