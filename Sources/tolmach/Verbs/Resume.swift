import ArgumentParser

/// `tolmach resume`.
struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Let paused jobs go on.")

    @OptionGroup var ceiling: CeilingOption
    @OptionGroup var jobs: JobControl

    func run() async throws { try await jobs.apply(.resume, maxCost: ceiling.maxCost) }
}
