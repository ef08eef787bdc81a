import ArgumentParser
import Foundation
import Translation
import UnixSignals

/// `tolmach demo`: the whole way of a document, with everything going wrong, in seconds and without a key.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Watch a document being translated while its answers break off and its daemon is killed.",
        discussion: """
            Without options nothing leaves this machine: an endpoint inside the program answers with pseudo-localised \
            text (accented and lengthened letters, as software is tested with; no translation) and breaks off in \
            mid-stream. The queue and the daemon are the real ones, in a temporary folder.

            With --endpoint and --model a real one translates, and the daemon is killed while it does:
              tolmach demo --endpoint http://127.0.0.1:11434/v1 --model gemma3 README.md
            Without a FILE it is a short story in plain words.
            """)

    @Argument(help: "A document of your own.", completion: .file())
    var file: String?

    @Option(
        help: ArgumentHelp(
            "A real endpoint's base URL. Its key comes from TOLMACH_API_KEY or OPENAI_API_KEY.", valueName: "url"))
    var endpoint: String?

    @Option(help: "The model to ask there.")
    var model: String?

    @Option(help: ArgumentHelp("The target language.", valueName: "language"))
    var to = "es"

    @Option(
        help: ArgumentHelp(
            "How the endpoint is asked to go on: continue, prefill, prefix, partial, restart.", valueName: "mode"))
    var resume: ResumeMode = .continue

    func validate() throws {
        guard (endpoint == nil) == (model == nil) else {
            throw ValidationError("--endpoint and --model go together")
        }
    }

    func run() async throws {
        let target: LanguageTag
        do { target = try LanguageTag(to) } catch { throw CommandFailure.usage("\(error)") }
        let document =
            try file.map { try InputDocument($0, format: nil) }
            ?? (endpoint == nil ? .sample() : .simpleSample())
        // Small segments, so that there is something to see; the story's paragraphs one by one for a tiny model.
        let isStory = file == nil && endpoint != nil
        let run = DemoRun(
            document: document, limit: .characters(isStory ? 160 : 600), target: target,
            remote: endpoint.flatMap { url in model.map { (url, $0) } },
            resume: resume)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await run.run() }
            group.addTask {
                // Whoever has seen enough leaves neither a daemon nor a folder behind.
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { throw CancellationError() }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}

extension ResumeMode: ExpressibleByArgument {}
