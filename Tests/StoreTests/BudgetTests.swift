import Support
import Testing
import Translation

@testable import Store

@Suite("A budget of the day", .light, .timeLimit(.minutes(40)))
struct BudgetTests {
    private static let prices = TokenPrices(prompt: Money(millionths: 1_000_000), completion: .zero)
    private static let endpoints = [
        Store.AnnouncedEndpoint(name: "main", baseURL: "http://127.0.0.1:1/v1"),
        Store.AnnouncedEndpoint(name: "free", baseURL: "http://127.0.0.1:2/v1"),
    ]
    private let day = LocalDayOfStart.day

    private func budget(_ millionths: Int64?) -> Budget {
        Budget(
            limit: millionths.map(Money.init(millionths:)),
            endpoints: [.init(name: "main", hasPrices: true), .init(name: "free", hasPrices: false)], currency: "USD")
    }

    private func claim(_ daemon: Int64, in store: Store, now: Timestamp = start) async throws -> ClaimedSegment? {
        try await store.claim(
            Capacity(endpoint: "main", model: "m", mode: .continue, free: 1, prices: Self.prices), for: daemon, now: now
        ).first
    }

    private func spend(_ tokens: Int, _ claimed: ClaimedSegment?, in store: Store) async throws {
        var report = AttemptReport()
        (report.promptTokens, report.completionTokens, report.httpStatus) = (tokens, 0, 200)
        _ = try await store.settle(
            try #require(claimed).lease, text: "Texto.", as: .completed, report, at: "main", news: .answers, now: start)
    }

    @Test("of nothing lets nothing through, neither for all nor for one endpoint")
    func nothing() async throws {
        var own = budget(nil)
        own.endpoints[0].limit = .zero
        for budget in [budget(0), own] {
            try await withStore { store in
                _ = try await store.register(.process(1), endpoints: Self.endpoints, now: start)
                let news = try await store.enforce(budget, on: day, now: start)
                guard case .closed(let gate) = news.first, news.count == 1 else {
                    Issue.record("one gate must close, not \(news)")
                    return
                }
                #expect(gate.endpoint == "main")
            }
        }
    }

    @Test("that is spent closes the gate of what has prices until midnight, is told once, and opens on the next day")
    func spent() async throws {
        try await withStore { store in
            let job = try await store.add((0..<5).map { "Text \($0)." })
            let daemon = try await store.register(.process(1), endpoints: Self.endpoints, now: start)
            #expect(try await store.enforce(budget(100), on: day, now: start).isEmpty)
            let late = try await claim(daemon, in: store)
            try await spend(100, try await claim(daemon, in: store), in: store)
            let news = try await store.enforce(budget(100), on: day, now: start)
            guard case .closed(let gate) = news.first, news.count == 1 else {
                Issue.record("one gate must close, not \(news)")
                return
            }
            #expect((gate.endpoint, gate.reason, gate.opensAt) == ("main", .budget, day.upperBound))
            #expect(gate.message.contains("USD"))
            #expect(try await claim(daemon, in: store) == nil, "nothing that costs may be claimed")
            let other = try await store.claim(for: daemon, endpoint: "free")
            #expect(other.count == 1, "what costs nothing goes on")
            #expect(try await store.nextDue() == day.upperBound, "the daemon must wake at midnight")
            #expect(try await store.job(job)?.state == .running)

            try await spend(7, late, in: store)
            #expect(try await store.enforce(budget(100), on: day, now: start).isEmpty, "it is told once")
            #expect(try await store.gates().gate(of: "main") != nil, "the answer of a late stream opens nothing")
            let midnight = day.upperBound
            let next = midnight..<midnight + .seconds(86_400)
            #expect(try await store.enforce(budget(100), on: next, now: midnight) == [.opened(endpoint: "main")])
            #expect(try await claim(daemon, in: store, now: midnight) != nil)
        }
    }

    @Test("that is raised, or taken away, opens it at once", arguments: [200, nil] as [Int64?])
    func raised(limit: Int64?) async throws {
        try await withStore { store in
            try await store.add(["One.", "Two."])
            let daemon = try await store.register(.process(1), endpoints: Self.endpoints, now: start)
            try await spend(100, try await claim(daemon, in: store), in: store)
            #expect(try await store.enforce(budget(100), on: day, now: start).count == 1)
            #expect(try await store.enforce(budget(limit), on: day, now: start) == [.opened(endpoint: "main")])
        }
    }

    @Test("is opened by no retry and no doctor, and a job behind it says what it waits for")
    func retry() async throws {
        try await withStore { store in
            let job = try await store.add(["One.", "Two."], endpoint: "main")
            let daemon = try await store.register(.process(1), endpoints: Self.endpoints, now: start)
            try await spend(100, try await claim(daemon, in: store), in: store)
            _ = try await store.enforce(budget(100), on: day, now: start)
            #expect(try await store.job(job)?.state == .waiting(until: day.upperBound, for: .endpoint))
            _ = try await store.apply(.retry, to: job, now: start)
            #expect(try await store.askSoon(at: "main", now: start) == false)
            #expect(try await claim(daemon, in: store) == nil)
        }
    }

    @Test("stays the reason when a stream that runs is refused, but a key that is wrong is told")
    func refused() async throws {
        try await withStore { store in
            try await store.add((0..<5).map { "Text \($0)." })
            let daemon = try await store.register(.process(1), endpoints: Self.endpoints, now: start)
            let late = [try await claim(daemon, in: store), try await claim(daemon, in: store)]
            try await spend(100, try await claim(daemon, in: store), in: store)
            _ = try await store.enforce(budget(100), on: day, now: start)
            for (claimed, reason, shown) in zip3(late, [.rateLimited, .unauthorized], [.budget, .unauthorized]) {
                let gate = Gate(
                    endpoint: "main", reason: reason, message: "no", closedAt: start, opensAt: start + .seconds(5),
                    failures: 1)
                let again = Settlement.again(notBefore: start, reason: .endpoint, tries: 0, error: "no")
                _ = try await store.settle(
                    try #require(claimed).lease, text: "", as: again, AttemptReport(), at: "main", news: .closed(gate),
                    now: start)
                #expect(try await store.enforce(budget(100), on: day, now: start).isEmpty)
                let closed = try #require(try await store.gates().gate(of: "main"))
                #expect(closed.reason == shown && closed.opensAt == day.upperBound)
            }
        }
    }

    private func zip3(
        _ claimed: [ClaimedSegment?], _ reasons: [Gate.Reason], _ shown: [Gate.Reason]
    ) -> [(ClaimedSegment?, Gate.Reason, Gate.Reason)] {
        zip(claimed, zip(reasons, shown)).map { ($0, $1.0, $1.1) }
    }
}
