import ChatStream
import Engine
import Foundation
import ScriptedEndpoint
import Store
import Support
import Synchronization
import Testing
import Translation

@Suite("Money that is spent", .besideAnother, .timeLimit(.minutes(40)))
struct SpendingTests {
    private static let translator = DeterministicTranslator()
    private static let prices = TokenPrices(
        prompt: Money(millionths: 1_000_000), completion: Money(millionths: 1_000_000))

    /// Answers, and says that it was a million tokens.
    @Sendable private static func dear(_ request: RecordedRequest) -> Answer {
        .events(translator.answer(to: request), usage: (900_000, 100_000))
    }

    @Test("up to a job's ceiling is spent, and no further segment asked for; with a higher one it goes on to the end")
    func ceiling() async throws {
        try await withWorkshop(Self.dear) { workshop in
            let text = (0..<5).map { words(12, from: $0) }.joined(separator: "\n\n")
            let job = try await workshop.add(text, maximumSegment: 100, maxCost: Money("2.5"))
            let all = try await workshop.store.segments(of: job).count { $0.kind == .translatable }
            try #require(all == 5)
            try await withDaemon(in: workshop, Craft(concurrency: 1, prices: Self.prices)) { _ in
                try await eventually("the job is paused") { try await workshop.store.job(job)?.state == .paused }
                #expect(workshop.endpoint.requests.count == 3, "one each, until two and a half are reached")
                let cost = try await workshop.store.job(job)?.cost
                #expect(try cost == Cost(amount: #require(Money("3")), isEstimated: false))
                let result = try await workshop.store.apply(
                    .resume, to: job, maxCost: Money("9"), now: TimeSource.system.now())
                #expect(result == .done)
                try await workshop.completion(of: job)
            }
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
        }
    }

    @Test("is estimated where the endpoint tells no tokens, also of an answer that broke off")
    func estimated() async throws {
        let cost = Mutex<[Cost?]>([])
        try await withWorkshop({ request in
            let answer = Answer.events(Self.translator.answer(to: request))
            return request.number == 0 ? answer.cut(afterChunks: 6, by: .reset) : answer
        }) { workshop in
            let job = try await workshop.add(words(20))
            try await withDaemon(in: workshop, Craft(prices: Self.prices)) { _ in
                try await workshop.completion(of: job)
            }
            let attempts = try await workshop.store.attempts(of: job)
            cost.withLock { $0 = attempts.map(\.cost) }
            #expect(attempts.count == 2)
        }
        for cost in cost.withLock({ $0 }) {
            let cost = try #require(cost)
            // A system prompt, twenty words and up to as many more, at about four letters a token.
            #expect(cost.isEstimated && (50...1000).contains(cost.amount.millionths), "\(cost)")
        }
    }

    @Test("beyond the day's budget is nothing: it goes on where it costs nothing, at midnight, or with a higher budget")
    func budget() async throws {
        let clock = Mutex(Timestamp(milliseconds: 1_800_000_000_000))
        let zone = try #require(TimeZone(identifier: "Asia/Kathmandu"))
        let time = TimeSource(now: { clock.withLock { $0 } }, clock: ContinuousClock(), timeZone: zone)
        let (requests, press) = AsyncStream<Void>.makeStream()
        let log = LogLines()
        try await withSpare({ .events(Self.translator.answer(to: $0)) }) { spare in
            try await withWorkshop(Self.dear) { workshop in
                var main = EndpointSettings(
                    endpoint: try ChatEndpoint(name: "main", baseURL: workshop.endpoint.baseURL), model: "m",
                    concurrency: 1)
                main.prices = Self.prices
                let free = EndpointSettings(
                    endpoint: try ChatEndpoint(name: "free", baseURL: spare.baseURL), model: "f", concurrency: 1)
                let endpoints = [main, free]
                var craft = Craft(time: time, logger: log.logger, budget: Money("2"), endpoints: endpoints)
                craft.reconfiguration = Reconfiguration(requests: requests) {
                    var settings = DaemonSettings(endpoints: endpoints, pollInterval: .milliseconds(10))
                    settings.budget = Money("5")
                    return settings
                }
                let bound = try await add(4, "main", in: workshop, now: time.now())
                try await withDaemon(in: workshop, craft) { _ in
                    try await eventually("the budget closes the gate") {
                        try await workshop.store.gates().gate(of: "main")?.reason == .budget
                    }
                    #expect(workshop.endpoint.requests.count == 2, "one each, until two are spent")
                    let gate = try #require(try await workshop.store.gates().gate(of: "main"))
                    let day = LocalDay.containing(time.now(), in: time.timeZone)
                    #expect(gate.opensAt == day.upperBound)
                    let anywhere = try await add(1, nil, in: workshop, now: time.now())
                    try await eventually("what names no endpoint goes where it costs nothing") {
                        try await workshop.store.job(anywhere[0])?.state.name == .completed
                    }
                    #expect(spare.requests.count == 1)
                    clock.withLock { $0 = day.upperBound }
                    try await eventually("at midnight the others go on, and the next budget is spent") {
                        try await workshop.store.job(bound[3])?.state.name == .completed
                    }
                    let more = try await add(1, "main", in: workshop, now: time.now())
                    try await eventually("it is closed again") {
                        try await workshop.store.gates().gate(of: "main")?.reason == .budget
                    }
                    press.yield()
                    try await eventually("a higher budget opens it at once") {
                        try await workshop.store.job(more[0])?.state.name == .completed
                    }
                }
            }
        }
        let told = log.lines.filter { $0.contains("budget is spent; endpoint is left alone") }
        #expect(told.count == 2, "each time once: \(log.lines)")
        #expect(log.lines.contains { $0.contains("there is budget again") })
    }

    private func add(
        _ count: Int, _ endpoint: String?, in workshop: Workshop, now: Timestamp
    ) async throws -> [Job.ID] {
        var jobs: [Job.ID] = []
        for number in 0..<count {
            jobs.append(
                try await workshop.add(
                    words(8, from: number + Int(now.milliseconds / 1000 % 7)), endpoint: endpoint, usesMemory: false))
        }
        return jobs
    }

    @Test(
        "A day lasts from midnight to midnight where the daemon is, however long that takes",
        arguments: [
            ("UTC", 1_800_000_000_000, 1_799_971_200_000, 24),
            ("Asia/Kathmandu", 1_800_000_000_000, 1_799_950_500_000, 24),
            // 2026-03-29 and 2026-10-25, when clocks in Berlin are put forward and back.
            ("Europe/Berlin", 1_774_782_000_000, 1_774_738_800_000, 23),
            ("Europe/Berlin", 1_792_926_000_000, 1_792_879_200_000, 25),
        ] as [(String, Int64, Int64, Int64)])
    func day(zone: String, now: Int64, start: Int64, hours: Int64) throws {
        let day = LocalDay.containing(
            Timestamp(milliseconds: now), in: try #require(TimeZone(identifier: zone)))
        #expect(day.lowerBound.milliseconds == start)
        #expect(day.upperBound - day.lowerBound == .seconds(hours * 3600))
    }
}
