import ArgumentParser

/// `tolmach cancel`.
struct Cancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Give jobs up; what was received is kept, and retry takes them up again.")

    @OptionGroup var jobs: JobControl

    func run() async throws { try await jobs.apply(.cancel) }
}
