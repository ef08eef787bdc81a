import ArgumentParser
import Engine
import Foundation
import Store
import Translation

/// `tolmach get`: the translated document.
struct Get: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Print the translated document, or write it to a file.",
        discussion: """
            A pipe and a file get its bytes as they are; on a terminal, control characters are made harmless. A file \
            that tolmach has not written itself is never replaced, unless --overwrite says so.
            """)

    @Argument(help: "The job's number; several with --write.")
    var ids: [Int64]

    @Flag(help: "Take what is there of a job that is not completed, up to the last whole word.")
    var partial = false

    @Option(
        name: [.short, .long], help: ArgumentHelp("Write to this file instead; - is stdout.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Flag(help: "Write each document to the place that --output named when it was added.")
    var write = false

    @Flag(help: "Replace a file that tolmach has not written.")
    var overwrite = false

    @Flag(help: "Show what this translation changed against the last one of the same file.")
    var diff = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard write || ids.count == 1 else {
            throw ValidationError("Several documents can only be written to files: add --write.")
        }
        guard !(write && output != nil), !(diff && (write || output != nil)) else {
            throw ValidationError("Only one of --write, --output and --diff makes sense.")
        }
    }

    func run() async throws {
        let store = try global.store(try global.settings())
        for id in ids {
            guard let job = try await store.job(id) else { throw CommandFailure.noSuchJob(id) }
            try await run(job, store)
        }
    }

    private func run(_ job: Job, _ store: Store) async throws {
        let segments = try await store.segments(of: job.id)
        let isWhole = segments.allSatisfy { $0.state == .done }
        guard isWhole || partial else {
            throw CommandFailure(
                exit: .failure, message: "\(JobText.ending(job)); \(HumanText.percent(job.progress.fraction)) is there",
                hint: "tolmach get \(job.id) --partial takes what is there; tolmach wait \(job.id) waits for the rest.")
        }
        if diff { return try await DocumentDifference(store: store).show(job, segments) }
        let original = try await store.document(of: job.id)
        let bytes =
            isWhole
            ? try Document.assemble(segments, as: job.documentFormat, original: original)
            : try Document.assemblePartial(segments, as: job.documentFormat, original: original)
        try await put(bytes, of: job, store)
        guard !isWhole else { return }
        let open = segments.filter { $0.state != .done }
        Output.error("tolmach: \(HumanText.count(open.count, "segment")) of \(segments.count) not complete yet")
    }

    private func put(_ bytes: [UInt8], of job: Job, _ store: Store) async throws {
        let path: String
        switch (output, write ? job.outputPath : nil) {
        case ("-"?, _): return Output.document(bytes)
        case (let output?, _): path = URL(fileURLWithPath: output).standardizedFileURL.path
        case (nil, let place?): path = place
        case (nil, nil):
            guard !write else {
                throw CommandFailure(
                    exit: .failure, message: "job \(job.id) was added without --output",
                    hint: "Name a file: tolmach get \(job.id) -o FILE")
            }
            return Output.document(bytes)
        }
        do {
            try await Deposit(store: store).write(
                bytes, to: path, of: job.id, overwrites: overwrite, now: TimeSource.system.now())
        } catch let error as Deposit.Occupied {
            throw CommandFailure(
                exit: .failure, message: "\(error)",
                hint: "Say --overwrite to replace it, or name another file with -o.")
        }
        if path == job.outputPath, job.outputError != nil { try await store.hasWrittenOutput(of: job.id) }
        if write { Output.line(path) }
    }
}
