import ArgumentParser
import Engine
import Foundation
import Store
import Translation

/// `tolmach status`: is it alive, what is it doing, when will it be ready, what needs me.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Tell whether the daemon lives, and how far the work is.")

    @Flag(name: [.short, .long], help: "Keep showing it, redrawn in place.")
    var watch = false

    @Flag(help: "Print figures for Prometheus, in its text format.")
    var prometheus = false

    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard !prometheus || !watch && !output.json else {
            throw ValidationError("--prometheus is printed once, and in its own format: leave --watch and --json away.")
        }
    }

    func run() async throws {
        let settings = try global.settings()
        let store = try global.store(settings)
        if prometheus { return try await showMetrics(store) }
        guard watch else { return try await show(Snapshot.take(store, settings)) }
        var screen = LiveScreen()
        for try await _ in DatabaseChanges(store: store, interval: .milliseconds(250)) {
            let snapshot = try await Snapshot.take(store, settings)
            if output.json {
                try JSONText.print(StatusJSON(snapshot))
            } else {
                screen.show(StatusText.lines(snapshot))
            }
        }
    }

    private func showMetrics(_ store: Store) async throws {
        let daemon = try await DaemonView.find(store)?.record
        Output.write(
            MetricsPage.text(
                try await store.metrics(), daemon: daemon.map { ($0.startedAt, $0.identity.version) },
                now: TimeSource.system.now()))
    }

    private func show(_ snapshot: Snapshot) throws {
        if output.json { return try JSONText.print(StatusJSON(snapshot)) }
        for line in StatusText.lines(snapshot) { Output.line(line) }
    }
}
