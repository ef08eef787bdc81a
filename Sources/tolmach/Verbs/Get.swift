import ArgumentParser
import Engine
import Store
import Translation

/// `tolmach get`: the translated document.
struct Get: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the translated document, or write it to a file.",
        discussion: """
            A pipe and a file get its bytes as they are; on a terminal, control characters are made harmless.
            """)

    @Argument(help: "The job's number.")
    var id: Int64

    @Flag(help: "Take what is there of a job that is not completed, up to the last whole word.")
    var partial = false

    @Option(
        name: [.short, .long], help: ArgumentHelp("Write to this file instead.", valueName: "file"), completion: .file()
    )
    var output: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let store = try global.store(try global.settings())
        guard let job = try await store.job(id) else { throw CommandFailure.noSuchJob(id) }
        let segments = try await store.segments(of: id)
        let isWhole = segments.allSatisfy { $0.state == .done }
        guard isWhole || partial else {
            throw CommandFailure(
                exit: .failure, message: "\(JobText.ending(job)); \(HumanText.percent(job.progress.fraction)) is there",
                hint: "tolmach get \(id) --partial takes what is there; tolmach wait \(id) waits for the rest.")
        }
        let bytes =
            isWhole
            ? try Document.assemble(segments, as: job.documentFormat)
            : try Document.assemblePartial(segments, as: job.documentFormat)
        if let output {
            try OutputFile.write(bytes, to: output)
        } else {
            Output.document(bytes)
        }
        guard !isWhole else { return }
        let open = segments.filter { $0.state != .done }
        Output.error("tolmach: \(HumanText.count(open.count, "segment")) of \(segments.count) not complete yet")
    }
}
