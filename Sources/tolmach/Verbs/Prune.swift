import ArgumentParser
import Engine
import Foundation
import Store
import Translation

/// `tolmach prune`: removes old jobs that have ended, and gives their room back.
struct Prune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove jobs that ended long ago, and give their room back.",
        discussion: """
            With a job go its segments, its translation and its requests, and the document where no other job is made of it. \
            What stays: every job that has not ended, completed ones whose document is still to be written (--write), the \
            translation memory, and which files Tolmach has written. A removed job's document can be added again like \
            a new one, and --changed knows no earlier version of it but what the memory has.

            The daemon may run. Giving back more than some 100 MB takes minutes that way; --compact is faster where others can \
            wait. With `retention: 90d` in the configuration it does this by itself.
            """)

    @Option(help: ArgumentHelp("Only jobs that ended longer ago than this: 12h, 30d.", valueName: "duration"))
    var olderThan = Age(days: 30)

    @Option(
        help: ArgumentHelp(
            "Only jobs that ended so: completed, cancelled, failed. Default: completed,cancelled.", valueName: "states")
    )
    var state: JobStates?

    @Flag(help: "Say what would be removed, and remove nothing.")
    var dryRun = false

    @Flag(
        help: """
            Write the whole file anew afterwards, without gaps. Nobody can write meanwhile, and it needs room for the \
            database twice over.
            """)
    var compact = false

    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard state?.names.allSatisfy(\.isFinal) ?? true else {
            throw ValidationError("only jobs that have ended are removed: completed, cancelled, failed")
        }
        guard !(dryRun && compact) else { throw ValidationError("--compact changes the file: leave --dry-run away.") }
    }

    func run() async throws {
        let store = try global.store(try global.settings())
        let states = state?.names ?? Retention.usualStates
        let retention = Retention(Dictionary(uniqueKeysWithValues: states.map { ($0, olderThan.duration) }))
        var pruning = Pruning(retention, now: TimeSource.system.now())
        guard !dryRun else {
            return try tell(PruneText(removed: try await store.prunable(pruning), isDone: false))
        }
        let before = try await store.space()
        let line = ProgressLine()
        defer { line.clear() }
        while !pruning.isComplete {
            pruning = try await step { [pruning] in try await store.prune(pruning) }
            line.show("\(HumanText.count(pruning.removed.jobs, "job")) removed")
        }
        try await store.clearJournal()
        if compact {
            line.show("writing the database anew; others wait")
            try await store.compact()
        } else {
            while try await step({ try await store.giveBackRoom() }) {
                line.show("\(HumanText.bytes(try await store.space().free)) still to be given back to the disk")
            }
        }
        _ = try await store.writeBackLog(over: 0)
        line.clear()
        try tell(PruneText(removed: pruning.removed, isDone: true, before: before, after: try await store.space()))
    }

    /// Runs one transaction, and leaves others as much time as it took: SQLite lets nobody queue, and whoever waits looks
    /// again after some milliseconds (sqliteDefaultBusyCallback in main.c).
    private func step<T>(_ work: () async throws -> T) async throws -> T {
        let start = ContinuousClock.now
        let result = try await work()
        try await Task.sleep(for: max(.milliseconds(10), ContinuousClock.now - start))
        return result
    }

    private func tell(_ text: PruneText) throws {
        if output.json { return try JSONText.print(text.json) }
        for line in text.lines { Output.line(line) }
        if let advice = text.advice { Output.error(advice) }
    }
}
