import ArgumentParser
import Documents
import Engine
import Foundation
import Store
import Translation

/// `tolmach add`: documents into the queue.
struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Queue documents for translation; prints one job number a line.",
        discussion: """
            The same document, language, model and instructions again is the job that is already there, unless --force \
            says otherwise. It works whether the daemon runs or not.
            """)

    @Argument(help: ArgumentHelp("The documents; - is standard input.", valueName: "file"), completion: .file())
    var files: [String]

    @Option(help: ArgumentHelp("Target languages, separated by commas: es,fr,pt-BR.", valueName: "languages"))
    var to: String

    @Option(help: ArgumentHelp("The source language.", valueName: "language"))
    var from: String?

    @Option(help: "The model, where it is not to be the endpoint's own.")
    var model: String?

    @Option(help: "The endpoint, by its name in the configuration.")
    var endpoint: String?

    @Option(help: ArgumentHelp("What the model should heed: tone, form of address, ….", valueName: "text"))
    var instructions: String?

    @Option(
        help: ArgumentHelp("Terms as CSV: source,target[,note].", valueName: "file"),
        completion: .file(extensions: ["csv"]))
    var glossary: String?

    @Option(
        help: "The format: \(DocumentFormat.allCases.map(\.rawValue).joined(separator: ", ")). Default: by extension.")
    var format: String?

    @Option(help: "Higher goes first.")
    var priority = 0

    @Option(help: ArgumentHelp("Not before this time: 22:30, 2026-12-24T08:00, or with a zone.", valueName: "time"))
    var at: String?

    @Option(name: .customLong("in"), help: ArgumentHelp("Not before so long from now: 30m, 8h.", valueName: "duration"))
    var delay: DurationText?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Where the daemon writes the result; {dir} {stem} {ext} {name} {lang} are replaced.", valueName: "pattern"))
    var output: String?

    @Option(help: "What the job is called; default: the file's name.")
    var name: String?

    @Flag(help: "Make another job even if the same one is there, and allow an output file that exists.")
    var force = false

    @Flag(help: "Wait until the jobs have ended; exit code 1 if one did not complete.")
    var wait = false

    @OptionGroup var printing: JSONOption
    @OptionGroup var global: GlobalOptions

    private struct AddedJSON: Encodable {
        let id: Int64
        let isNew: Bool
        let state: String
        let name: String
        let targetLanguage: String
    }

    func run() async throws {
        let now = TimeSource.system.now()
        let settings = try global.settings()
        let jobs = try prepare(settings, now: now)
        let store = try global.store(settings, creating: true)
        var added: [AddedJSON] = []
        for job in jobs {
            try await refuseToOverwrite(job, store)
            let result = try await store.enqueue(job, now: now)
            if !result.isNew { note(result, job) }
            if !printing.json { Output.line("\(result.id)") }
            added.append(
                AddedJSON(
                    id: result.id, isNew: result.isNew, state: result.state.rawValue, name: job.name,
                    targetLanguage: job.target.identifier))
        }
        if printing.json { try JSONText.print(added) }
        try await mentionDaemon(store)
        if wait { try await JobWait(store: store, ids: added.map(\.id)).run() }
    }

    /// Reads and checks everything before anything is queued: all of it, or nothing and the reason.
    private func prepare(_ settings: Settings, now: Timestamp) throws -> [NewJob] {
        let targets = try languages(to)
        let source = try from.map { try language($0) }
        if let endpoint, !settings.endpoints.isEmpty, !settings.endpoints.contains(where: { $0.name == endpoint }) {
            throw CommandFailure.usage(
                "there is no endpoint “\(endpoint)”",
                hint: "Configured are: \(settings.endpoints.map(\.name).joined(separator: ", ")).")
        }
        let terms = try glossary.map(GlossaryFile.read) ?? Glossary()
        let notBefore = try StartTime(at: at, delay: delay?.duration).resolve(now: now)
        var jobs: [NewJob] = []
        for file in files {
            let input = try InputDocument(file, format: format, maximumSegment: settings.segmentSize)
            for target in targets {
                var job = NewJob(
                    document: input.bytes, pieces: input.pieces, name: name ?? input.name,
                    format: input.format.rawValue, target: target)
                job.source = source
                job.endpoint = endpoint
                job.model = model
                job.instructions = instructions ?? ""
                job.glossary = terms
                job.priority = priority
                job.outputPath = try output.map { try OutputPattern($0).path(for: input.path, target) }
                job.notBefore = notBefore
                job.isForced = force
                jobs.append(job)
            }
        }
        let outputs = jobs.compactMap(\.outputPath)
        if let twice = Dictionary(grouping: outputs, by: { $0 }).first(where: { $0.value.count > 1 })?.key {
            throw CommandFailure.usage(
                "two jobs would write \(twice)",
                hint: "Put {lang} and {stem} into --output: -o '{dir}/{stem}.{lang}.{ext}'")
        }
        return jobs
    }

    private func refuseToOverwrite(_ job: NewJob, _ store: Store) async throws {
        guard let path = job.outputPath, !force, FileManager.default.fileExists(atPath: path),
            try await store.existing(job) == nil
        else { return }
        throw CommandFailure.usage(
            "\(path) exists; the translation would replace it", hint: "Choose another --output, or say --force.")
    }

    private func note(_ result: Store.Enqueued, _ job: NewJob) {
        let advice =
            switch result.state {
            case .failed: "it has failed: tolmach retry \(result.id)"
            case .paused: "it is paused: tolmach resume \(result.id)"
            case .completed: "it is completed: tolmach get \(result.id)"
            default: "it is \(result.state.rawValue)"
            }
        Output.error(
            "tolmach: \(Output.label(job.name)) into \(job.target.identifier) is job \(result.id) already; \(advice) (--force makes another)"
        )
    }

    private func mentionDaemon(_ store: Store) async throws {
        guard try await DaemonView.find(store) == nil else { return }
        Output.error("tolmach: no daemon is running; start one with: tolmach serve")
    }

    private func languages(_ list: String) throws -> [LanguageTag] {
        let tags = try list.split(separator: ",").map { try language(String($0).trimmingCharacters(in: .whitespaces)) }
        guard !tags.isEmpty else {
            throw CommandFailure.usage("--to names no language", hint: "For example: --to es,fr")
        }
        return tags.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private func language(_ text: String) throws -> LanguageTag {
        do { return try LanguageTag(text) } catch { throw CommandFailure.usage("\(error)") }
    }
}
