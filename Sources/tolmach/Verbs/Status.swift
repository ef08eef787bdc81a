import ArgumentParser
import Engine
import Foundation
import Store
import Translation

/// `tolmach status`: is it alive, what is it doing, when will it be ready, what needs me.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Tell whether the daemon lives, and how far the work is.")

    @Flag(name: [.short, .long], help: "Keep showing it, redrawn in place.")
    var watch = false

    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let settings = try global.settings()
        let store = try global.store(settings)
        guard watch else { return try await show(Snapshot.take(store)) }
        var screen = LiveScreen()
        for try await _ in DatabaseChanges(store: store, interval: .milliseconds(250)) {
            let snapshot = try await Snapshot.take(store)
            if output.json {
                try JSONText.print(StatusJSON(snapshot))
            } else {
                screen.show(StatusText.lines(snapshot))
            }
        }
    }

    private func show(_ snapshot: Snapshot) throws {
        if output.json { return try JSONText.print(StatusJSON(snapshot)) }
        for line in StatusText.lines(snapshot) { Output.line(line) }
    }
}
