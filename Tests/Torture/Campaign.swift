import Foundation
import Support

/// One run: the kills, the commands in between, and at the end the reckoning.
struct Campaign: Sendable {
    let sandbox: Sandbox
    let endpoint: FaultyEndpoint
    let findings: Findings
    let kills: Int
    let seed: UInt64

    func run() async throws {
        let (book, tally) = (Book(), Tally())
        try FileManager.default.createDirectory(
            atPath: sandbox.folder + "/out", withIntermediateDirectories: true)
        for number in 0..<Clerk.count {
            var clerk = Clerk(number, self, book: book, tally: tally)
            try await clerk.open(2)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { book.close() }
                try await kill(book, tally)
            }
            for number in 0..<Clerk.count {
                group.addTask {
                    var clerk = Clerk(number, self, book: book, tally: tally)
                    try await clerk.work()
                    try await clerk.addWhatWasNotAnswered()
                }
            }
            group.addTask { try await interruptEndpoint(book) }
            try await group.waitForAll()
        }
        endpoint.becomeKind()
        try await Reckoning(sandbox: sandbox, book: book, tally: tally, findings: findings).settle()
        for line in tally.lines + (try summary(book, tally)) { Console.line("  " + line) }
    }

    private func kill(_ book: Book, _ tally: Tally) async throws {
        var chance = SeededGenerator(seed: seed, purpose: 2)
        var story = MigrationStory(self, tally: tally, chance: SeededGenerator(seed: seed, purpose: 3))
        let executioner = Executioner(campaign: self, book: book, tally: tally)
        var told = ContinuousClock.now
        while tally.kills < kills, !findings.isEnough {
            switch Phase.draw(&chance) {
            case .migration: try await story.goOn()
            case let phase: try await executioner.fulfil(Doom(in: phase, &chance))
            }
            guard told.duration(to: .now) > .seconds(5) else { continue }
            told = .now
            let entries = book.entries
            Console.line(
                "\(tally.kills) of \(kills) kills after \(tally.time.components.seconds) s; \(entries.count) jobs, "
                    + "\(entries.count { $0.isCompleted }) seen completed; \(endpoint.figures.requests) requests")
        }
        try await story.end()
    }

    private func interruptEndpoint(_ book: Book) async throws {
        var chance = SeededGenerator(seed: seed, purpose: 4)
        while book.isOpen {
            // The moment is chance's; and not in one piece, since the run is not to wait for it.
            let pause = ContinuousClock.now + .seconds(1) + chance.duration(upTo: 5000)
            while book.isOpen, .now < pause { try await Task.sleep(for: .milliseconds(50)) }
            if book.isOpen { endpoint.resetAll(for: chance.duration(upTo: 400)) }
        }
    }

    private func summary(_ book: Book, _ tally: Tally) throws -> [String] {
        let figures = endpoint.figures
        let faults = EndpointFault.allCases.map { "\($0.rawValue) \(figures.faults[$0] ?? 0)" }
        let jobs = Dictionary(grouping: book.entries) { $0.isCompleted ? "completed" : "cancelled" }
        let needed = try Inspection.charactersKept(in: sandbox.database) + tally.neededForMigrations
        let ratio = Double(figures.generated) / Double(max(1, needed))
        return [
            "jobs: \(jobs.map { "\($0.key) \($0.value.count)" }.sorted().joined(separator: ", "))",
            "requests: \(figures.requests), of which \(faults.joined(separator: ", ")); "
                + "\(figures.outages) times it reset all connections for a while",
            "characters: \(figures.generated) generated / \(needed) needed = "
                + ratio.formatted(.number.precision(.fractionLength(3))),
            "time: \(tally.time.components.seconds) s",
        ]
    }
}
