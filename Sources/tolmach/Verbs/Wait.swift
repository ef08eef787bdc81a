import ArgumentParser
import Store

/// `tolmach wait`: until jobs have ended.
struct Wait: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until jobs have ended; exit code 0 if all completed, 1 otherwise.")

    @OptionGroup var selection: JobSelection

    @Option(help: ArgumentHelp("Give up after so long.", valueName: "seconds"))
    var timeout: DurationText?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let store = try global.store(try global.settings())
        try await JobWait(store: store, ids: try await selection.ids(store), timeout: timeout?.duration).run()
    }
}
