import Engine
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@Suite("The daemon keeps house", .besideAnother, .timeLimit(.minutes(40)))
struct HousekeepingTests {
    private static let translator = DeterministicTranslator()
    private static let answering: ScriptedEndpoint.Responder = { .events(translator.answer(to: $0)) }

    @Test("removes what the rule calls old by itself, gives the room back, and leaves all that is open")
    func retention() async throws {
        try await withWorkshop(Self.answering) { workshop in
            var craft = Craft()
            craft.leaseTerm = .milliseconds(300)
            let log = LogLines()
            craft.logger = log.logger
            var jobs: [Job.ID] = []
            for number in 0..<30 { jobs.append(try await workshop.add("\(number) " + words(2000 + number))) }
            let paused = try await workshop.add("paused " + words(3))
            _ = try await workshop.store.apply(.pause, to: paused, now: TimeSource.system.now())
            try await withDaemon(in: workshop, craft) { [jobs] _ in
                for job in jobs { try await workshop.completion(of: job) }
            }
            let full = try await workshop.store.space()
            craft.retention = Retention([.completed: .milliseconds(1)])
            try await withDaemon(in: workshop, craft) { _ in
                try await eventually("the daemon says that it has removed them") {
                    log.lines.contains { $0.contains("old jobs were removed") && $0.contains("30") }
                }
            }
            #expect(try await workshop.store.jobs(limit: 99).map(\.id) == [paused])
            let left = try await workshop.store.space()
            #expect(left.database < full.database / 2, "\(full), then \(left)")
            #expect(left.free <= left.database / 8 + 4096, "what is spare stays, and no more")
        }
    }

    @Test("removes nothing where nobody has said so")
    func byDefault() async throws {
        try await withWorkshop(Self.answering) { workshop in
            var craft = Craft()
            craft.leaseTerm = .milliseconds(150)
            let job = try await workshop.add(words(4))
            // A daemon with nothing to do at all gives no sign.
            _ = try await workshop.add(words(5), endpoint: "gone")
            try await withDaemon(in: workshop, craft) { _ in
                try await workshop.completion(of: job)
                let beats = try await workshop.store.daemons().first?.heartbeatAt
                try await eventually("some heartbeats pass") {
                    guard let last = try await workshop.store.daemons().first?.heartbeatAt, let beats else {
                        return false
                    }
                    return last - beats > .milliseconds(400)
                }
            }
            #expect(try await workshop.store.job(job)?.state.name == .completed)
        }
    }
}
