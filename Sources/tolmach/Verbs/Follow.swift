import ArgumentParser
import Engine
import Store
import Translation

/// `tolmach follow`: the text as it is written.
struct Follow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the translation as it is written, from the start; ends with the job.",
        discussion: "Only text that is on disk is shown, up to the last whole word: nothing shown is ever taken back.")

    @Argument(help: "The job's number.")
    var id: Int64

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let store = try global.store(try global.settings())
        var reader = FollowReader()
        var told: JobStateName?
        for try await _ in DatabaseChanges(store: store, interval: .milliseconds(50)) {
            guard let job = try await store.job(id) else { throw CommandFailure.noSuchJob(id) }
            Output.write(Output.harmless(reader.take(try await store.segments(of: id, from: reader.position))))
            let state = job.state.name
            if state.isFinal {
                try await drain(&reader, store)
                guard state == .completed else {
                    throw CommandFailure(exit: .failure, message: JobText.ending(job), hint: "tolmach show \(id)")
                }
                return
            }
            if state != told, state == .paused { Output.error("\ntolmach: job \(id) is paused; tolmach resume \(id)") }
            told = state
        }
    }

    private func drain(_ reader: inout FollowReader, _ store: Store) async throws {
        Output.write(Output.harmless(reader.take(try await store.segments(of: id, from: reader.position))))
    }
}
