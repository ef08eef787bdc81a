import GRDB
import Support
import Testing
import Translation

@testable import Store

@Suite("What attempts cost", .light, .timeLimit(.minutes(40)))
struct CostTests {
    /// One for a million tokens of requests, two of answers: a token of a request costs a millionth.
    private static let prices = TokenPrices(
        prompt: Money(millionths: 1_000_000), completion: Money(millionths: 2_000_000))

    private func report(prompt: Int?, completion: Int?, status: Int? = 200) -> AttemptReport {
        var report = AttemptReport()
        report.httpStatus = status
        (report.promptTokens, report.completionTokens) = (prompt, completion)
        (report.estimatedPromptTokens, report.estimatedCompletionTokens) = (100, 10)
        return report
    }

    private func claim(_ count: Int, _ daemon: Int64, in store: Store) async throws -> [ClaimedSegment] {
        try await store.claim(
            Capacity(endpoint: "main", model: "m", mode: .continue, free: count, prices: Self.prices), for: daemon,
            now: start)
    }

    private func again(_ error: String = "lost") -> Settlement {
        .again(notBefore: start, reason: .backoff, tries: 1, error: error)
    }

    @Test(
        "is what the endpoint tells, else what the text is estimated at, and nothing where it refused",
        arguments: [
            (40, 9, 200, 58, false), (nil, nil, 200, 120, true), (40, nil, 200, 60, true), (nil, nil, 429, 0, false),
            (nil, nil, nil, 0, false),
        ] as [(Int?, Int?, Int?, Int64, Bool)])
    func tokens(prompt: Int?, completion: Int?, status: Int?, millionths: Int64, isEstimated: Bool) async throws {
        try await withStore { store in
            let job = try await store.add(["One."])
            let daemon = try await store.daemon()
            let claimed = try #require(try await claim(1, daemon, in: store).first)
            let report = report(prompt: prompt, completion: completion, status: status)
            _ = try await store.settle(claimed.lease, text: "U", as: again(), report, now: start)
            let cost = Cost(amount: Money(millionths: millionths), isEstimated: isEstimated)
            #expect(try await store.job(job)?.cost == cost)
            #expect(try await store.attempts(of: job).map(\.cost) == [cost])
        }
    }

    @Test("is null without prices, at the price of its own request, and its job's is the sum")
    func sum() async throws {
        try await withStore { store in
            let job = try await store.add(["One.", "Two.", "Three."])
            let daemon = try await store.daemon()
            let free = try #require(try await store.claim(for: daemon).first)
            _ = try await store.settle(
                free.lease, text: "Uno.", as: .completed, report(prompt: 5, completion: 5), now: start)
            #expect(try await store.job(job)?.cost == nil)
            for claimed in try await claim(2, daemon, in: store) {
                _ = try await store.settle(
                    claimed.lease, text: "Dos.", as: .completed, report(prompt: 40, completion: 9), now: start)
            }
            #expect(try await store.job(job)?.cost == Cost(amount: Money(millionths: 116), isEstimated: false))
            #expect(try await store.attempts(of: job).map { $0.cost?.amount.millionths } == [nil, 58, 58])
            let spent = try await store.spent(on: start..<start + .seconds(1))
            #expect(spent == [:], "a range shorter than a quarter of an hour is no day")
        }
    }

    @Test("of one that a crash or a person broke off is estimated from its request and from what came")
    func broken() async throws {
        try await withStore { store in
            let job = try await store.add([String(repeating: "word ", count: 80), "Two."])
            let daemon = try await store.daemon()
            let claimed = try #require(try await claim(1, daemon, in: store).first)
            try await store.append([String(repeating: "palabra ", count: 50)], claimed.lease)
            _ = try await store.apply(.pause, to: job, now: start)
            let first = try #require(try await store.job(job)?.cost)
            // 200 for what surrounds a request, 400 bytes of source, 400 of text at twice the price.
            #expect(first == Cost(amount: Money(millionths: 200 + 100 + 2 * 100), isEstimated: true))
            _ = try await store.apply(.resume, to: job, now: start)
            _ = try await claim(1, daemon, in: store)
            try await store.rescue(leaseTerm: .seconds(30), now: start) { _ in .dead }
            let second = try #require(try await store.job(job)?.cost)
            #expect(second.amount.millionths == 500 + 200 + 200, "the text so far was sent back, and nothing came")
            let day = LocalDayOfStart.day
            #expect(try await store.spent(on: day) == ["main": second.amount])
            #expect(try await Invariants.broken(in: store).isEmpty)
        }
    }

    @Test("of a day is what was spent between its midnights, and survives the jobs")
    func day() async throws {
        try await withStore { store in
            let daemon = try await store.daemon()
            let midnight = LocalDayOfStart.day.upperBound
            for (moment, tokens) in [(midnight + .milliseconds(-1), 3), (midnight, 5)] {
                let job = try await store.add(["One."])
                let claimed = try #require(try await claim(1, daemon, in: store).first)
                _ = try await store.settle(
                    claimed.lease, text: "Uno.", as: .completed, report(prompt: tokens, completion: 0), now: moment)
                try await store.complete(job, now: moment)
            }
            try await store.write { try $0.execute(sql: "DELETE FROM jobs") }
            let nextDay = midnight..<midnight + .seconds(86_400)
            #expect(try await store.spent(on: LocalDayOfStart.day) == ["main": Money(millionths: 3)])
            #expect(try await store.spent(on: nextDay) == ["main": Money(millionths: 5)])
        }
    }
}

/// The day of ``start`` in UTC.
enum LocalDayOfStart {
    static let day = Timestamp(milliseconds: 1_799_971_200_000)..<Timestamp(milliseconds: 1_800_057_600_000)
}
