import Foundation
import Support

/// Starts the daemon, and kills it.
struct Executioner: Sendable {
    let campaign: Campaign
    let book: Book
    let tally: Tally
    let witness = Witness()

    private var sandbox: Sandbox { campaign.sandbox }
    private var findings: Findings { campaign.findings }
    private var out: String { sandbox.folder + "/out" }

    /// One life of the daemon, or of two at once.
    func fulfil(_ doom: Doom) async throws {
        let before = try temporaryFiles()
        tally.began(asPair: doom.partner != nil, withoutEndpoint: doom.isEndpointGone)
        let watch = try FolderWatch(out)
        try await live(doom) { daemon in
            guard let partner = doom.partner else { return try await reach(doom, daemon, watch) }
            try await live(doom) { second in
                try await untilWorking(second)
                try await Task.sleep(for: doom.work)
            }
            try await Task.sleep(for: partner)
        }
        tally.sawTemporaryFiles(max(0, try temporaryFiles() - before))
        guard doom.isInspected else { return }
        tally.inspected()
        for problem in try Inspection.problems(of: sandbox.database, isOver: false) {
            findings.add("after kill \(tally.kills) (\(doom.phase.rawValue)): \(problem)")
        }
    }

    /// Runs a daemon, and kills it when `body` returns.
    private func live(_ doom: Doom, until body: (RunningProcess) async throws -> Void) async throws {
        var environment = ["TOLMACH_RESUME": doom.isPrefill ? "prefill" : "continue"]
        // Nobody listens on the port of the discard service (RFC 863).
        if doom.isEndpointGone { environment["TOLMACH_BASE_URL"] = "http://127.0.0.1:9/v1" }
        let ended = try await sandbox.running(["serve"], environment: environment) { daemon in
            try await body(daemon)
            daemon.killNow()
        }.finished
        switch ended.status {
        case .signaled(SIGKILL): tally.killed(in: doom.phase)
        case .exited(0) where doom.phase == .shutdown: tally.stopped()
        default: findings.add("the daemon ended by itself: \(ended)")
        }
    }

    /// Returns at the moment at which the daemon is to be killed.
    private func reach(_ doom: Doom, _ daemon: RunningProcess, _ watch: borrowing FolderWatch) async throws {
        switch doom.phase {
        case .startUp, .migration: try await Task.sleep(for: tally.startUp * (doom.share * 1.3))
        case .streaming:
            try await untilWorking(daemon)
            try await Task.sleep(for: doom.work)
            try await lookOn()
        case .completion:
            try await untilWorking(daemon)
            _ = watch.sawFile()
            try await untilCompletion(doom, watch)
        case .shutdown:
            try await untilWorking(daemon)
            try await Task.sleep(for: doom.work)
            daemon.terminate()
            // A stop takes some 30 ms; half of the kills come while it lasts.
            try await Task.sleep(for: .milliseconds(60) * doom.share)
        }
    }

    /// Waits until the daemon says that it works; measures how long that takes.
    private func untilWorking(_ daemon: RunningProcess) async throws {
        let start = ContinuousClock.now
        try await eventually("the daemon starts to work", within: .seconds(60)) {
            try daemon.hasEnded || daemon.errors.contains("daemon started")
        }
        tally.startUp = .now - start
    }

    /// Waits for the first moments of a document's file, or for the last word of an answer.
    private func untilCompletion(_ doom: Doom, _ watch: borrowing FolderWatch) async throws {
        let (patience, isAtFile) = (ContinuousClock.now + .milliseconds(1500), doom.share < 0.6)
        let offset = Duration.milliseconds(8) * (isAtFile ? doom.share / 0.6 : (doom.share - 0.6) / 0.1)
        while .now < patience {
            if isAtFile {
                if watch.sawFile() { return try await Task.sleep(for: offset * 0.5) }
            } else if let ending = campaign.endpoint.nextEnding {
                return try await Task.sleep(until: min(ending + offset, patience), clock: .continuous)
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// Remembers what can be read just before the kill.
    private func lookOn() async throws {
        let jobs = book.entries.filter { !$0.isCompleted }.compactMap(\.id).suffix(12)
        for problem in try await witness.look(at: Array(jobs), in: sandbox.database) { findings.add(problem) }
    }

    private func temporaryFiles() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: out).count { $0.hasSuffix(".tolmach") }
    }
}
