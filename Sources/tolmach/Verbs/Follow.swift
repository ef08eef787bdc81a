import ArgumentParser
import Engine
import Store
import Translation

/// `tolmach follow`: the text as it is written.
struct Follow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow",
        abstract: "Print the translation as it is written, from the start; ends with the job.",
        discussion: """
            Only text that is on disk is shown, up to the last whole word: nothing shown is taken back. Only where an \
            answer proves to be no translation, its segment begins once more, and that is said on stderr.
            """)

    @Argument(help: "The job's number.")
    var id: Int64

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let store = try global.store(try global.settings())
        guard let job = try await store.job(id) else { throw CommandFailure.noSuchJob(id) }
        var reader = FollowReader(format: job.documentFormat)
        var tail = JournalTail()
        var told: JobStateName?
        var notice = GateNotice()
        for try await _ in DatabaseChanges(store: store, interval: .milliseconds(50)) {
            guard let job = try await store.job(id) else { throw CommandFailure.noSuchJob(id) }
            try await print(&reader, &tail, store)
            let state = job.state.name
            if state.isFinal {
                try await print(&reader, &tail, store)
                guard state == .completed else {
                    throw CommandFailure(exit: .failure, message: JobText.ending(job), hint: "tolmach show \(id)")
                }
                return
            }
            if state != told, state == .paused {
                Output.error("\ntolmach: job \(id) is \(JobText.plainState(job, now: TimeSource.system.now()))")
                Output.error("  → " + (CeilingText.advice(job) ?? "tolmach resume \(id)"))
            }
            told = state
            try await notice.look(at: job, store)
        }
    }

    private func print(_ reader: inout FollowReader, _ tail: inout JournalTail, _ store: Store) async throws {
        let portion = try reader.take(try await store.segments(of: id, from: reader.position, &tail))
        if portion.beginsAnew {
            Output.error("\ntolmach: the answer was given up (tolmach show \(id)); this segment begins anew:")
        }
        Output.write(Output.harmless(portion.text))
    }
}
