import ArgumentParser
import Engine
import Store
import Translation

extension JobStateName: ExpressibleByArgument {}

/// `tolmach list`: jobs, newest first.
struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List jobs, newest first.")

    @Option(help: "Only jobs in this state.")
    var state: JobStateName?

    @Option(help: "At most so many.")
    var limit = 50

    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
    }

    func run() async throws {
        let store = try global.store(try global.settings())
        let jobs = try await store.jobs(in: state, limit: limit)
        if output.json {
            let tokens = try await store.tokens(of: jobs.map(\.id))
            return try JSONText.print(jobs.map { JobJSON($0, tokens: tokens[$0.id] ?? Store.Tokens()) })
        }
        guard !jobs.isEmpty else {
            return Output.error(
                "no jobs\(state.map { " in state \($0.rawValue)" } ?? "; tolmach add FILE --to LANGUAGE makes one")")
        }
        let now = TimeSource.system.now()
        let rows = jobs.map { job in
            [
                "\(job.id)", Output.label(job.name), job.targetLanguage,
                HumanText.percent(job.state.name == .completed ? 1 : min(0.99, job.progress.fraction)),
                JobText.plainState(job, now: now),
            ]
        }
        let header = ["ID", "NAME", "TO", "DONE", "STATE"]
        for line in Columns.table([header] + rows, flexible: 1, rightAligned: [0, 3]) { Output.line(line) }
        if jobs.count == limit { Output.error("(the newest \(limit); --limit shows more)") }
    }
}
