import ArgumentParser

/// `tolmach retry`.
struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Take failed, cancelled or waiting jobs up again at once, from the text so far.")

    @Flag(help: "Throw away the text of the segments that failed, and begin them anew.")
    var afresh = false

    @OptionGroup var ceiling: CeilingOption
    @OptionGroup var jobs: JobControl

    func run() async throws { try await jobs.apply(afresh ? .retryAfresh : .retry, maxCost: ceiling.maxCost) }
}
