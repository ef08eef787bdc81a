import Engine
import Store
import Translation

/// Shows the demonstration as it runs, and pulls the plug when there is something to lose.
struct DemoShow {
    let store: Store
    let id: Job.ID
    let killsWanted: Int
    let began = ContinuousClock.now
    private(set) var kills = 0
    private var told: Set<Attempt.ID> = []
    private var screen = LiveScreen()

    init(store: Store, id: Job.ID, killsWanted: Int) {
        self.store = store
        self.id = id
        self.killsWanted = killsWanted
    }

    /// Runs the daemon until the job has ended.
    ///
    /// - Throws: ``CommandFailure`` where the job failed or the daemon ended by itself.
    mutating func run(start: () throws -> DaemonProcess) async throws {
        var daemon = try start()
        do {
            for try await _ in DatabaseChanges(store: store, interval: .milliseconds(50)) {
                let snapshot = try await Snapshot.take(store)
                guard let job = try await store.job(id) else { throw CommandFailure.noSuchJob(id) }
                try await tellEvents()
                try await show(job, snapshot)
                if job.state.name.isFinal {
                    daemon.stop()
                    guard job.state.name == .completed else {
                        let hint = if case .failed(_, let failure) = job.state { failure.hint } else { "" }
                        throw CommandFailure(exit: .failure, message: JobText.ending(job), hint: hint)
                    }
                    return
                }
                if isTimeToKill(snapshot) {
                    daemon.kill()
                    kills += 1
                    say("kill -9: the daemon is gone in mid-stream. Starting it again …")
                    daemon = try start()
                } else if !daemon.isRunning {
                    throw CommandFailure(exit: .failure, message: "the daemon ended by itself", hint: nil)
                }
            }
        } catch {
            if daemon.isRunning { daemon.stop() }
            throw error
        }
    }

    /// At the first and the second third of the document, while a stream has text that is not settled.
    private func isTimeToKill(_ snapshot: Snapshot) -> Bool {
        guard kills < killsWanted, let running = snapshot.running.first,
            running.streams.contains(where: { $0.chunks > 4 })
        else { return false }
        return running.fraction > Double(kills + 1) / Double(killsWanted + 2)
    }

    private mutating func tellEvents() async throws {
        for attempt in try await store.attempts(of: id) where !told.contains(attempt.id) {
            guard let outcome = attempt.outcome else { continue }
            told.insert(attempt.id)
            let place = "segment \(attempt.position + 1), try \(attempt.number)"
            let received = HumanText.count(attempt.characters, "character")
            switch outcome {
            case .completed:
                say(
                    "\(place): complete after \(received) more"
                        + (attempt.prefixCharacters > 0 ? " (\(attempt.prefixCharacters) kept)" : ""))
            case .crashed: say("\(place): \(received) recovered from the journal")
            default:
                say(
                    "\(place): broke off after \(received): \(Output.label(attempt.error ?? outcome.rawValue))"
                )
            }
        }
    }

    private mutating func say(_ text: String) {
        screen.clear()
        Output.error("  " + (Output.isTerminal ? Columns.clip(text, to: Output.columns - 3) : text))
    }

    private mutating func show(_ job: Job, _ snapshot: Snapshot) async throws {
        guard Output.isTerminal else { return }
        guard !job.state.name.isFinal else { return screen.clear() }
        let running = snapshot.running.first
        let fraction = running?.fraction ?? job.progress.fraction
        var lines = [
            "",
            ProgressBar.draw(fraction, width: min(40, Output.columns - 30)) + " "
                + HumanText.percent(min(0.99, fraction)) + "  " + JobText.state(job, now: snapshot.now),
        ]
        for segment in try await store.segments(of: id) where segment.state == .running {
            let tail = Output.label(segment.text).suffix(Output.columns - 8)
            lines.append(Style.dim("  … " + Columns.clip(String(tail), to: Output.columns - 5)))
        }
        screen.show(lines)
    }
}
