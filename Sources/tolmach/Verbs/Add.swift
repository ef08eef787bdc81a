import ArgumentParser
import Documents
import Engine
import Foundation
import Store
import Translation

/// `tolmach add`: documents into the queue.
struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Queue documents for translation; prints one job number a line.",
        discussion: """
            The same document, language, model and instructions again is the job that is already there, unless --force \
            says otherwise. It works whether the daemon runs or not.

            A folder stands for all documents below it:
              tolmach add docs/ --to es,fr --include '*.md' --output 'docs/{lang}/{path}'
            After a change, --changed translates only what has changed, and keeps the rest.
            """)

    @Argument(
        help: ArgumentHelp("The documents, or folders of them; - is standard input.", valueName: "path"),
        completion: .file())
    var files: [String]

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Of a folder, only files like this: '*.md', 'guide/*'. May be repeated.", valueName: "pattern"))
    var include: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Of a folder, no files like this. May be repeated.", valueName: "pattern"))
    var exclude: [String] = []

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
        help: ArgumentHelp("Terms, as CSV (source,target[,note]) or TBX.", valueName: "file"),
        completion: .file(extensions: ["csv", "tbx"]))
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
            "Where the daemon writes the result; {dir} {path} {stem} {lang} {ext} {name} are replaced.",
            valueName: "pattern"))
    var output: String?

    @Flag(help: "Let the result replace a file that tolmach has not written.")
    var overwrite = false

    @Flag(
        help:
            "Keep the last translation of each file where the file has not changed; take the place of jobs still open.")
    var changed = false

    @Flag(help: "Ask the model also for texts that were translated before.")
    var noMemory = false

    @Option(
        help: ArgumentHelp(
            "From this cost on, above zero, ask for no further segment: the job is paused, and keeps its text. Streams "
                + "that run then may finish. Example: 2.50.",
            valueName: "amount"))
    var maxCost: Money?

    @Option(help: "What the job is called; default: the file's name.")
    var name: String?

    @Flag(help: "Make another job even if the same one is there.")
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
        let segments: Int
        let reused: Int
    }

    func run() async throws {
        let now = TimeSource.system.now()
        let settings = try global.settings()
        let there = try global.storeIfThere(settings)
        let jobs = try await prepare(settings, there, now: now)
        let store = try there ?? global.store(settings, creating: true)
        let deposit = Deposit(store: store)
        for job in jobs { try await refuseToOverwrite(job, store, deposit) }
        var added: [AddedJSON] = []
        let progress = CountedProgress(of: jobs.count, "queued")
        for (number, job) in jobs.enumerated() {
            progress.show(number)
            let result = try await store.enqueue(job, now: now)
            progress.clear()
            note(result, job)
            try await restoreOutput(result, job, store)
            if !printing.json { Output.line("\(result.id)") }
            added.append(
                AddedJSON(
                    id: result.id, isNew: result.isNew, state: result.state.rawValue, name: job.name,
                    targetLanguage: job.target.identifier,
                    segments: job.pieces.count { $0.kind == .translatable }, reused: result.reused))
        }
        if printing.json { try JSONText.print(added) }
        try await mentionDaemon(store)
        if wait { try await JobWait(store: store, ids: added.map(\.id)).run() }
    }

    /// Has a document written again whose file is gone, or whose place was taken and is free now.
    private func restoreOutput(_ result: Store.Enqueued, _ job: NewJob, _ store: Store) async throws {
        guard !result.isNew, result.state == .completed, let path = job.outputPath,
            !FileManager.default.fileExists(atPath: path)
        else { return }
        try await store.writeAgain(result.id)
        Output.error("tolmach: \(Output.label(path)) is gone; the daemon writes it again")
    }

    /// Reads and checks everything before anything is queued: all of it, or nothing and the reason.
    ///
    /// - Parameter store: The queue as it is; nil where there is none yet.
    private func prepare(_ settings: Settings, _ store: Store?, now: Timestamp) async throws -> [NewJob] {
        let targets = try LanguageArgument.list(to)
        if maxCost != nil, settings.endpoints.allSatisfy({ $0.prices == nil }) {
            Output.error("tolmach: no endpoint of this configuration has prices, so --max-cost may hold nothing back")
        }
        let source = try from.map(LanguageArgument.read)
        if let endpoint, !settings.endpoints.isEmpty, !settings.endpoints.contains(where: { $0.name == endpoint }) {
            throw CommandFailure.usage(
                "there is no endpoint “\(endpoint)”",
                hint: "Configured are: \(settings.endpoints.map(\.name).joined(separator: ", ")).")
        }
        let glossaries = try targets.map { target in
            try glossary.map { try GlossaryFile.read($0, source: source, target: target) } ?? Glossary()
        }
        let pattern = try output.map { try OutputPattern($0) }
        let maker = NewJobs(
            store: store, limit: settings.segmentLimit, template: try template(targets[0], source, now: now),
            keepsUnchanged: changed)
        // A file that is named is taken whatever it is: of a hundred thousand outputs the look-up takes 0.3 s.
        let written = files.contains(where: FileSelection.isFolder) ? try await store?.outputs() : nil
        var selection = try FileSelection(
            files, include: include, exclude: exclude, takesUnknown: format != nil, leavingOut: written ?? [])
        // Without a queue that knows them, translations are told by where this very call would write them.
        if let pattern {
            try selection.leaveOut { file in try targets.map { try pattern.path(for: file, $0) } }
        }
        if let summary = selection.summary { Output.error("tolmach: \(summary)") }
        var jobs: [NewJob] = []
        let progress = CountedProgress(of: selection.files.count, "read")
        defer { progress.clear() }
        for (number, file) in selection.files.enumerated() {
            progress.show(number)
            let input = try InputDocument(file.path, format: format)
            let path = file.path == "-" ? nil : URL(fileURLWithPath: file.path).standardizedFileURL.path
            for var job in try await maker.jobs(of: input, path: path, into: targets, glossaries: glossaries) {
                job.name = name ?? (file.folder == nil ? input.name : file.relativePath)
                job.outputPath = try pattern?.path(for: file, job.target)
                jobs.append(job)
            }
        }
        let outputs = jobs.compactMap(\.outputPath)
        if let twice = Dictionary(grouping: outputs, by: { $0 }).first(where: { $0.value.count > 1 })?.key {
            throw CommandFailure.usage(
                "two jobs would write \(twice)",
                hint: "Put {lang} and {path} into --output: -o 'translated/{lang}/{path}'")
        }
        return jobs
    }

    /// What all jobs of this call have in common.
    private func template(_ target: LanguageTag, _ source: LanguageTag?, now: Timestamp) throws -> NewJob {
        var job = NewJob(document: Data(), pieces: [], name: "", format: "", target: target)
        job.source = source
        job.endpoint = endpoint
        job.model = model
        job.instructions = instructions ?? ""
        job.priority = priority
        job.notBefore = try StartTime(at: at, delay: delay?.duration).resolve(now: now)
        job.isForced = force
        job.supersedes = changed
        job.usesMemory = !noMemory
        job.overwrites = overwrite
        job.maxCost = maxCost
        return job
    }

    private func refuseToOverwrite(_ job: NewJob, _ store: Store, _ deposit: Deposit) async throws {
        guard let path = job.outputPath, try await store.existing(job) == nil else { return }
        do {
            try await deposit.check(path, overwrites: overwrite)
        } catch let error as Deposit.Occupied {
            throw CommandFailure.usage(
                "\(error); the translation would replace it", hint: "Choose another --output, or say --overwrite.")
        }
    }

    private func note(_ result: Store.Enqueued, _ job: NewJob) {
        let label = "\(Output.label(job.name)) into \(job.target.identifier)"
        for id in result.superseded {
            Output.error("tolmach: \(label): job \(id) is cancelled, this one takes its place")
        }
        if result.reused > 0 {
            let total = HumanText.count(job.pieces.count { $0.kind == .translatable }, "segment")
            Output.error("tolmach: \(label): \(result.reused) of \(total) translated before, and kept")
        }
        guard !result.isNew else { return }
        let advice =
            switch result.state {
            case .failed: "it has failed: tolmach retry \(result.id)"
            case .paused: "it is paused: tolmach resume \(result.id)"
            case .completed: "it is completed: tolmach get \(result.id)"
            default: "it is \(result.state.rawValue)"
            }
        Output.error(
            "tolmach: \(label) is job \(result.id) already; \(advice) (--force makes another)"
        )
    }

    private func mentionDaemon(_ store: Store) async throws {
        guard try await DaemonView.find(store) == nil else { return }
        Output.error("tolmach: no daemon is running; start one: \(ServiceUnit.startCommand(for: store.path))")
    }
}
