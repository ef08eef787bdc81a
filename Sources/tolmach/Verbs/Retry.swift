import ArgumentParser

/// `tolmach retry`.
struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Take failed, cancelled or waiting jobs up again at once, from the text so far.")

    @OptionGroup var jobs: JobControl

    func run() async throws { try await jobs.apply(.retry) }
}
