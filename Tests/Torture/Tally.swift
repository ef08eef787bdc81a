import Synchronization

/// What was done, in figures.
final class Tally: Sendable {
    private struct State {
        var kills: [Phase: Int] = [:]
        var lives = 0
        var stops = 0
        var pairs = 0
        var alone = 0
        var startUp = Duration.milliseconds(300)
        var commands: [String: (run: Int, killed: Int)] = [:]
        var temporaryFiles = 0
        var inspections = 0
        var migrations = (databases: 0, characters: 0)
    }

    private let state = Mutex(State())
    private let start = ContinuousClock.now

    var kills: Int { state.withLock { $0.kills.values.reduce(0, +) } }
    var time: Duration { ContinuousClock.now - start }

    /// How long the daemon took lately from its start to its work.
    var startUp: Duration {
        get { state.withLock(\.startUp) }
        // The mean of what was, with the newest at a quarter.
        set { state.withLock { $0.startUp = $0.startUp * 0.75 + newValue * 0.25 } }
    }

    func killed(in phase: Phase) { state.withLock { $0.kills[phase, default: 0] += 1 } }
    func began(asPair: Bool, withoutEndpoint: Bool) {
        state.withLock { state in
            state.lives += 1
            if asPair { state.pairs += 1 }
            if withoutEndpoint { state.alone += 1 }
        }
    }
    func stopped() { state.withLock { $0.stops += 1 } }
    func sawTemporaryFiles(_ count: Int) { state.withLock { $0.temporaryFiles += count } }
    func migrated(needed characters: Int) {
        state.withLock { state in
            state.migrations.databases += 1
            state.migrations.characters += characters
        }
    }
    /// Characters that the jobs of migrated databases wanted.
    var neededForMigrations: Int { state.withLock(\.migrations.characters) }
    func inspected() { state.withLock { $0.inspections += 1 } }

    func count(_ verb: String, wasKilled: Bool) {
        state.withLock { state in
            let before = state.commands[verb] ?? (0, 0)
            state.commands[verb] = (before.run + 1, before.killed + (wasKilled ? 1 : 0))
        }
    }

    /// The figures of all but the jobs, a line each.
    var lines: [String] {
        state.withLock { state in
            let kills = Phase.allCases.map { "\($0.rawValue) \(state.kills[$0] ?? 0)" }
            let commands = state.commands.sorted { $0.key < $1.key }
                .map { "\($0.key) \($0.value.run) (\($0.value.killed) killed)" }
            return [
                "kills: \(state.kills.values.reduce(0, +)): \(kills.joined(separator: ", "))",
                "daemons: \(state.lives) started, \(state.pairs) times two at once, \(state.alone) "
                    + "times connections were refused; \(state.stops) had stopped before "
                    + "the kill; \(state.temporaryFiles) left a document half written",
                "commands: \(commands.joined(separator: ", "))",
                "databases made or brought up to date under kills: \(state.migrations.databases)",
                "looked into the database after a kill: \(state.inspections) times",
            ]
        }
    }
}
