import ArgumentParser
import Engine
import Store
import Translation

extension JobStateName: ExpressibleByArgument {}

extension JobFilter.Order: ExpressibleByArgument {}

/// `tolmach list`: jobs, newest first.
struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List jobs, newest first.",
        discussion: """
            What is asked for is to be true of each job that is listed:
              tolmach list --state failed,waiting --to es --name '*.md' --since 2d --sort progress
            """)

    @Option(help: ArgumentHelp("Only jobs in these states: failed, or queued,running.", valueName: "states"))
    var state: JobStates?

    @Option(help: ArgumentHelp("Only jobs into this language.", valueName: "language"))
    var to: String?

    @Option(help: "Only jobs that name this endpoint.")
    var endpoint: String?

    @Option(help: ArgumentHelp("Only jobs whose name has this in it; '*.md' is a pattern.", valueName: "text"))
    var name: String?

    @Option(help: ArgumentHelp("Only jobs that were added so long ago or later: 2h, 7d.", valueName: "duration"))
    var since: DurationText?

    @Option(help: ArgumentHelp("By what to sort.", valueName: "order"))
    var sort = JobFilter.Order.id

    @Flag(help: "Turn the order round.")
    var reverse = false

    @Option(help: "At most so many.")
    var limit = 50

    @OptionGroup var output: JSONOption
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
    }

    func run() async throws {
        let settings = try global.settings()
        let store = try global.store(settings)
        let now = TimeSource.system.now()
        let jobs = try await store.jobs(filter(now))
        if output.json {
            let tokens = try await store.tokens(of: jobs.map(\.id))
            return try JSONText.print(
                jobs.map {
                    JobJSON($0, tokens: tokens[$0.id] ?? Store.Tokens(), currency: settings.currency)
                })
        }
        guard !jobs.isEmpty else {
            let isWhole = state == nil && to == nil && endpoint == nil && name == nil && since == nil
            return Output.error(isWhole ? "no jobs; tolmach add FILE --to LANGUAGE makes one" : "no such jobs")
        }
        let rows = jobs.map { job in
            [
                "\(job.id)", Output.label(job.name), job.targetLanguage,
                HumanText.percent(job.state.name == .completed ? 1 : min(0.99, job.progress.fraction)),
                JobText.plainState(job, now: now),
            ]
        }
        let header = ["ID", "NAME", "TO", "DONE", "STATE"]
        for line in Columns.table([header] + rows, flexible: [1, 4], keepsEnds: true, rightAligned: [0, 3]) {
            Output.line(line)
        }
        if jobs.count == limit {
            let which = sort == .id && !reverse ? "newest" : "first"
            Output.error("(the \(which) \(limit); --limit shows more)")
        }
    }

    private func filter(_ now: Timestamp) throws -> JobFilter {
        var filter = JobFilter(limit: limit)
        filter.states = state?.names
        filter.target = try to.map { try LanguageArgument.read($0).identifier }
        filter.endpoint = endpoint
        filter.name = name
        filter.since = since.map { Timestamp(milliseconds: now.milliseconds - $0.duration.wholeMilliseconds) }
        filter.order = sort
        filter.isReversed = reverse
        return filter
    }
}
