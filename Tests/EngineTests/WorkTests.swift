import Engine
import ScriptedEndpoint
import Store
import Support
import Synchronization
import Testing
import Translation

@Suite("A daemon at work", .besideAnother, .timeLimit(.minutes(40)))
struct WorkTests {
    private static let translator = DeterministicTranslator()

    /// How many requests are being answered at once.
    private final class Gauge: Sendable {
        private let state = Mutex((now: 0, most: 0))

        var most: Int { state.withLock { $0.most } }
        func enter() {
            state.withLock {
                $0.now += 1; $0.most = max($0.most, $0.now)
            }
        }
        func leave() { state.withLock { $0.now -= 1 } }
    }

    private static func book(_ paragraphs: Int) -> String {
        (0..<paragraphs).map { "{\($0)} \(words(10, from: $0))" }.joined(separator: "\n\n")
    }

    @Test("streams as many segments at once as the endpoint may take, and never more", arguments: [1, 3, 6])
    func concurrency(limit: Int) async throws {
        let gauge = Gauge()
        try await withWorkshop({ request in
            gauge.enter()
            defer { gauge.leave() }
            // Answers nobody before all have come that may; then takes a little longer, for one too many to come in.
            do { try await eventually("\(limit) requests are open") { gauge.most >= limit } } catch {}
            do { try await Task.sleep(for: .milliseconds(10)) } catch {}
            return .events(Self.translator.answer(to: request))
        }) { workshop in
            let job = try await workshop.add(Self.book(18), maximumSegment: 90)
            let most = try await withDaemon(in: workshop, Craft(concurrency: limit)) { _ in
                var most = 0
                try await eventually("the job completes") {
                    most = max(most, try await workshop.store.running().count)
                    return try await workshop.store.job(job)?.state.name == .completed
                }
                return most
            }
            #expect(gauge.most == limit, "\(limit) requests may be open at once, and \(gauge.most) were")
            #expect(most <= limit, "\(limit) segments may run at once, and \(most) did")
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
            #expect(workshop.endpoint.requests.count == 18, "every segment must be asked for once")
        }
    }

    @Test("shows others its text as it comes, only to grow, and all of it committed")
    func visible() async throws {
        try await withWorkshop({ request in
            .events(Self.translator.answer(to: request), pace: .milliseconds(8))
        }) { workshop in
            let job = try await workshop.add(words(30))
            let readings = try await withDaemon(in: workshop) { _ in
                var readings: [String] = []
                try await eventually("the job completes") {
                    let text = try await workshop.store.segments(of: job).first?.text ?? ""
                    if readings.last != text { readings.append(text) }
                    return try await workshop.store.job(job)?.state.name == .completed
                }
                return readings
            }
            #expect(readings.count > 5, "a reader must see the text grow, and saw \(readings.count) stages of it")
            let expected = try await workshop.expected(of: job)
            for (earlier, later) in zip(readings, readings.dropFirst()) {
                #expect(later.hasPrefix(earlier), "what was shown was taken back: “\(earlier)”, then “\(later)”")
            }
            #expect(
                readings.allSatisfy { expected.hasPrefix($0) }, "what is shown must be the beginning of the translation"
            )
        }
    }

    @Test("completes a document with nothing to translate at once and asks nobody")
    func nothing() async throws {
        try await withWorkshop({ _ in .error(status: 500) }) { workshop in
            let before = try await workshop.add("12345 — 67.890\n\n***\n")
            try await withDaemon(in: workshop) { _ in
                try await workshop.completion(of: before)
                let during = try await workshop.add("1 + 1 = 2\r\n")
                try await workshop.completion(of: during)
                #expect(try await workshop.result(of: during) == "1 + 1 = 2\r\n")
            }
            #expect(try await workshop.result(of: before) == "12345 — 67.890\n\n***\n")
            #expect(workshop.endpoint.requests.isEmpty)
        }
    }

    @Test("completes a document with nothing to translate that was put off, when its time comes", arguments: 0..<6)
    func nothingLater(round: Int) async throws {
        try await withWorkshop({ _ in .error(status: 500) }) { workshop in
            let due = TimeSource.system.now() + .milliseconds(60)
            let job = try await workshop.add("\(round)\n", at: due)
            try await withDaemon(in: workshop) { _ in
                let state = try await workshop.end(of: job, within: .seconds(4))
                guard case .completed(let at) = state else {
                    Issue.record("the job must complete; it is \(state)")
                    return
                }
                #expect(at >= due, "nothing may happen before the time that a person named")
            }
        }
    }

    @Test("takes up jobs that are added, and models that they name, while it runs")
    func added() async throws {
        try await withWorkshop({ .events(Self.translator.answer(to: $0)) }) { workshop in
            try await withDaemon(in: workshop) { _ in
                for number in 0..<3 {
                    let job = try await workshop.add("{\(number)} " + words(6), model: number == 1 ? "special" : nil)
                    try await workshop.completion(of: job)
                }
            }
            #expect(workshop.endpoint.requests.map(\.model) == ["scripted", "special", "scripted"])
        }
    }

    @Test("shares a queue with another, and nothing is asked for twice")
    func two() async throws {
        try await withWorkshop({ request in
            .events(Self.translator.answer(to: request), model: request.model ?? "", pace: .milliseconds(2))
        }) { workshop in
            let job = try await workshop.add(Self.book(40), maximumSegment: 90)
            try await withDaemon(in: workshop, Craft(concurrency: 3, model: "left", pid: 1)) { _ in
                try await withDaemon(in: workshop, Craft(concurrency: 3, model: "right", pid: 2)) { _ in
                    try await workshop.completion(of: job)
                }
            }
            let sources = workshop.endpoint.requests.map(\.source)
            #expect(
                sources.count == 40 && Set(sources).count == 40, "each segment must be asked for by one daemon, once")
            #expect(Set(workshop.endpoint.requests.compactMap(\.model)) == ["left", "right"], "both must take part")
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
        }
    }

    @Test(
        "keeps the name of a daemon that has nothing to do for longer than a lease, even where nobody can see that it lives"
    )
    func idleTogether() async throws {
        let clock = ManualClock()
        let begin = TimeSource.system.now()
        let time = TimeSource(now: { begin + clock.now.offset }, clock: clock)
        let first = Craft(leaseTerm: .seconds(30), pid: 1, liveness: { _ in .unknown }, time: time)
        var second = first
        second.pid = 2
        try await withWorkshop({ .events(Self.translator.answer(to: $0)) }) { workshop in
            try await withDaemon(in: workshop, first) { [second] _ in
                try await withDaemon(in: workshop, second) { _ in
                    // Each sleeps twice: until it looks for changes, and until its lease is to be renewed.
                    await clock.waitForSleepers(4)
                    for _ in 0..<12 {
                        clock.advance(by: .seconds(10))
                        await clock.waitForSleepers(4)
                    }
                    #expect(try await workshop.store.daemons().count == 2, "an idle daemon was struck off")
                    let job = try await workshop.add(words(6))
                    try await eventually("the job completes") {
                        clock.advance(by: .milliseconds(10))
                        return try await workshop.store.job(job)?.state.name == .completed
                    }
                }
            }
        }
    }
}
