import ArgumentParser

/// `tolmach pause`.
struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Hold jobs; a stream that runs is closed, and what it brought is kept.")

    @OptionGroup var jobs: JobControl

    func run() async throws { try await jobs.apply(.pause) }
}
