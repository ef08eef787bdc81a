import Engine
import Foundation
import Store
import Translation

/// Looks at the queue's file, at the folder that it lies in, and at the daemon that works on it.
struct DatabaseCheck {
    let settings: Settings

    func findings() async -> [Finding] {
        let isThere = FileManager.default.fileExists(atPath: settings.database)
        let place =
            DatabaseFolder(of: settings.database).findings() + DatabaseModes(database: settings.database).findings()
        guard isThere else {
            let message = "\(settings.database) is not there yet; the first add makes it"
            return place.contains { $0.level == .problem } ? place : [finding(.ok, "file", message)] + place
        }
        do {
            // Where the folder is of no use, SQLite's own words tell no more.
            return try await soundness() + place
        } catch let error as StoreError {
            return [finding(.problem, "file", "\(error)", hint: error.hint)] + place
        } catch {
            return [finding(.problem, "file", "\(error)")] + place
        }
    }

    private func soundness() async throws -> [Finding] {
        let store = try Store(path: settings.database, role: .command, durability: settings.durability)
        let problems = try await store.integrityProblems()
        let file =
            problems.isEmpty
            ? finding(.ok, "file", "\(settings.database) is sound")
            : finding(
                .problem, "file", "\(settings.database) is damaged: \(problems.joined(separator: "; "))",
                hint: "Stop the daemon and restore a copy, or save what is there: sqlite3 FILE .recover")
        let clock = ClockCheck(
            isSynchronised: ClockCheck.kernelSaysSynchronised,
            latest: try await store.daemons().map(\.heartbeatAt).max(), now: TimeSource.system.now())
        return [file, try await daemon(store)] + clock.findings() + (try await stranded(store))
    }

    private func stranded(_ store: Store) async throws -> [Finding] {
        guard try await !store.gates().endpoints.isEmpty else { return [] }
        return try await store.strandedJobs().sorted { $0.key < $1.key }.map { endpoint, jobs in
            Finding(
                .warning, "jobs", check: "endpoints",
                "\(HumanText.count(jobs, "job")) for endpoint \(endpoint), which the daemon has not configured",
                hint: "Configure it, or give them up: tolmach list --endpoint \(endpoint)")
        }
    }

    private func daemon(_ store: Store) async throws -> Finding {
        guard let view = try await DaemonView.find(store) else {
            return Finding(
                .warning, "daemon", check: "presence", "none is running",
                hint: "Start it: \(ServiceUnit.startCommand(for: settings.database))")
        }
        let identity = view.record.identity
        let quiet = TimeSource.system.now() - view.lastSign
        guard quiet < DaemonView.silence else {
            return Finding(
                .problem, "daemon", check: "presence",
                "pid \(identity.pid) gives no sign since \(HumanText.duration(quiet))",
                hint: "It hangs or was stopped. End it and start it again; what it has received is kept.")
        }
        guard identity.version == Tolmach.version else {
            return Finding(
                .warning, "daemon", check: "version",
                "pid \(identity.pid) runs version \(identity.version), and this program is \(Tolmach.version)",
                hint: "Restart the daemon, so that both are of one version; what it has is kept.")
        }
        return Finding(
            .ok, "daemon", check: "version",
            "runs with pid \(identity.pid), version \(identity.version) as this program")
    }

    private func finding(_ level: Finding.Level, _ check: String, _ message: String, hint: String? = nil) -> Finding {
        Finding(level, "database", check: check, message, hint: hint)
    }
}
