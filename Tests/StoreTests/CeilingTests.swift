import Support
import Testing
import Translation

@testable import Store

@Suite("A job's ceiling", .light, .timeLimit(.minutes(40)))
struct CeilingTests {
    private static let prices = TokenPrices(prompt: Money(millionths: 1_000_000), completion: .zero)

    /// Queues a job that may cost 100 tokens.
    private func add(_ count: Int, in store: Store) async throws -> Job.ID {
        var job = NewJob(
            document: .init("x".utf8), pieces: (0..<count).map { .init(kind: .translatable, source: "Text \($0).") },
            name: "notes.txt", format: "text", target: try LanguageTag("es"))
        job.maxCost = Money(millionths: 100)
        return try await store.enqueue(job, now: start).id
    }

    private func claim(_ count: Int, _ daemon: Int64, in store: Store) async throws -> [ClaimedSegment] {
        try await store.claim(
            Capacity(endpoint: "main", model: "m", mode: .continue, free: count, prices: Self.prices), for: daemon,
            now: start)
    }

    private func settle(_ claimed: ClaimedSegment, tokens: Int, as settlement: Settlement = .completed, in store: Store)
        async throws
    {
        var report = AttemptReport()
        (report.promptTokens, report.completionTokens, report.httpStatus) = (tokens, 0, 200)
        _ = try await store.settle(claimed.lease, text: "Texto.", as: settlement, report, now: start)
    }

    @Test("lets streams that run finish, takes no further segment, and then pauses the job with all its text")
    func reached() async throws {
        try await withStore { store in
            let (job, daemon) = (try await add(4, in: store), try await store.daemon())
            let claimed = try await claim(2, daemon, in: store)
            try await settle(claimed[0], tokens: 100, in: store)
            #expect(try await store.job(job)?.state == .running, "its other stream may finish")
            #expect(try await claim(9, daemon, in: store).isEmpty, "no further segment")
            try await settle(claimed[1], tokens: 70, in: store)
            let paused = try #require(try await store.job(job))
            #expect(paused.state == .paused && paused.isPausedByCost && paused.cost?.amount.millionths == 170)
            #expect(try await store.segmentStates(of: job) == ["done", "done", "held", "held"])
            #expect(try await Invariants.broken(in: store).isEmpty)
        }
    }

    @Test("is not in the way of a job of which nothing is left to ask")
    func complete() async throws {
        try await withStore { store in
            let (job, daemon) = (try await add(1, in: store), try await store.daemon())
            try await settle(try #require(try await claim(1, daemon, in: store).first), tokens: 500, in: store)
            #expect(try await store.jobsToFinish().map(\.id) == [job])
        }
    }

    @Test("holds after a crash too: what was broken off is not taken up again")
    func crash() async throws {
        try await withStore { store in
            let (job, daemon) = (try await add(3, in: store), try await store.daemon())
            let claimed = try await claim(2, daemon, in: store)
            try await settle(claimed[0], tokens: 100, in: store)
            try await store.append(["Texto ", "a ", "medias"], claimed[1].lease)
            try await store.rescue(leaseTerm: .seconds(30), now: start) { _ in .dead }
            #expect(try await store.job(job)?.state == .paused)
            #expect(try await store.row(ofSegment: 1, job: job)?.text == "Texto a medias")
            #expect(try await claim(9, try await store.daemon(2), in: store).isEmpty)
            #expect(try await Invariants.broken(in: store).isEmpty)
        }
    }

    @Test("must be raised for the job to go on, and then it does")
    func raised() async throws {
        try await withStore { store in
            let (job, daemon) = (try await add(3, in: store), try await store.daemon())
            try await settle(try #require(try await claim(1, daemon, in: store).first), tokens: 120, in: store)
            let (cost, ceiling) = (Money(millionths: 120), Money(millionths: 100))
            #expect(try await store.apply(.resume, to: job, now: start) == .atCeiling(cost: cost, ceiling: ceiling))
            let same = try await store.apply(.resume, to: job, maxCost: cost, now: start)
            #expect(same == .atCeiling(cost: cost, ceiling: cost), "what is reached is no room")
            #expect(try await store.job(job)?.maxCost == ceiling, "what was refused has changed nothing")
            #expect(try await store.apply(.resume, to: job, maxCost: Money(millionths: 200), now: start) == .done)
            let resumed = try #require(try await store.job(job))
            #expect(resumed.state == .queued && !resumed.isPausedByCost)
            #expect(try await claim(9, daemon, in: store).count == 2)
        }
    }

    @Test("that a person raises while streams run lets the rest go on at once; lowered, it holds it")
    func whileRunning() async throws {
        try await withStore { store in
            let (job, daemon) = (try await add(4, in: store), try await store.daemon())
            let claimed = try await claim(2, daemon, in: store)
            try await settle(claimed[0], tokens: 100, in: store)
            #expect(try await store.apply(.resume, to: job, maxCost: Money(millionths: 900), now: start) == .done)
            #expect(try await claim(1, daemon, in: store).count == 1)
            #expect(try await store.apply(.resume, to: job, maxCost: Money(millionths: 50), now: start) == .done)
            #expect(try await claim(1, daemon, in: store).isEmpty)
        }
    }

    @Test("stands against a retry as well, and a person's own pause is told from it")
    func retry() async throws {
        try await withStore { store in
            let (job, daemon) = (try await add(3, in: store), try await store.daemon())
            let failure = JobFailure(kind: "rejected", message: "no", hint: "none")
            try await settle(
                try #require(try await claim(1, daemon, in: store).first), tokens: 100, as: .failed(failure), in: store)
            guard case .atCeiling = try await store.apply(.retry, to: job, now: start) else {
                Issue.record("a retry must be refused")
                return
            }
            #expect(try await store.apply(.retry, to: job, maxCost: Money(millionths: 101), now: start) == .done)
            #expect(try await store.apply(.pause, to: job, now: start) == .done)
            #expect(try await store.job(job)?.isPausedByCost == false)
            #expect(try await store.apply(.cancel, to: job, now: start) == .done)
        }
    }
}
