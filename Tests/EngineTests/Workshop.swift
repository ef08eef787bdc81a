import ChatStream
import Documents
import Engine
import Foundation
import Logging
import ScriptedEndpoint
import ServiceLifecycleTestKit
import Store
import Support
import Testing
import Translation

/// A folder with a queue, an endpoint that does as it is told, and the queue as the command line opens it.
struct Workshop: Sendable {
    let folder: TemporaryFolder
    let endpoint: ScriptedEndpoint
    /// Another connection than the daemon's: what is seen through it is committed.
    let store: Store

    /// Queues a document, cut as `add` cuts it.
    func add(
        _ text: String, into target: String = "es", from origin: String? = nil,
        maximumSegment: Int = SourceDocument.defaultMaximumSegment, to output: String? = nil, endpoint: String? = nil,
        model: String? = nil, at: Timestamp? = nil, format: DocumentFormat = .text,
        glossary: Glossary = Glossary(), usesMemory: Bool = true, maxCost: Money? = nil
    ) async throws -> Job.ID {
        let document = try SourceDocument(bytes: Array(text.utf8), format: format, maximumSegment: maximumSegment)
        var job = NewJob(
            document: Data(text.utf8),
            pieces: document.segments.map(NewJob.Piece.init),
            name: "notes.txt", format: format.rawValue, target: try LanguageTag(target))
        job.source = try origin.map { try LanguageTag($0) }
        job.outputPath = output
        job.endpoint = endpoint
        job.model = model
        job.notBefore = at
        job.title = document.title
        job.glossary = glossary
        job.usesMemory = usesMemory
        job.maxCost = maxCost
        return try await store.enqueue(job, now: TimeSource.system.now()).id
    }

    /// What the document must become: its segments, each translated without interruption, put together.
    func expected(of job: Job.ID) async throws -> String {
        let translator = DeterministicTranslator()
        let segments = try await store.segments(of: job).map { segment in
            var segment = segment
            let source = SourceSegment(kind: .translatable, text: segment.source)
            if segment.kind == .translatable { segment.text = translator.translation(of: String(source.body)) }
            return segment
        }
        return String(decoding: try Document.assemble(segments, as: .text), as: UTF8.self)
    }

    /// The document as it stands.
    func result(of job: Job.ID, as format: DocumentFormat = .text) async throws -> String {
        String(decoding: try Document.assemble(try await store.segments(of: job), as: format), as: UTF8.self)
    }

    /// Waits until a job has ended, and returns its last state.
    @discardableResult
    func end(of job: Job.ID, within bound: Duration = .seconds(30)) async throws -> JobState {
        do {
            return try await eventualValue("job \(job) ends", within: bound) {
                guard let state = try await store.job(job)?.state, state.name.isFinal else { return nil }
                return state
            }
        } catch let error as NotInTime {
            let state = try await store.job(job)?.state
            let last = try await store.attempts(of: job).last
            throw NotInTime(
                description: "\(error); it is \(String(describing: state)), last \(String(describing: last))")
        }
    }

    /// Waits until a job is completed.
    func completion(of job: Job.ID) async throws {
        let state = try await end(of: job)
        guard state.name == .completed else { throw NotInTime(description: "job \(job) completes; it is \(state)") }
    }

    /// The requests whose segment begins with a text, in order of arrival.
    func requests(for beginning: String) -> [RecordedRequest] {
        endpoint.requests.filter { $0.source.hasPrefix(beginning) }
    }
}

extension RecordedRequest {
    /// The segment that is to be translated.
    var source: String { messages.first { $0.role == "user" }?.content ?? "" }
    /// The text that is to be continued; nil where the request is fresh.
    var received: String? { messages.first { $0.role == "assistant" }?.content }
}

/// Makes a workshop, and clears it away when `body` is through.
func withWorkshop(
    _ respond: @escaping ScriptedEndpoint.Responder, _ body: (Workshop) async throws -> Void
) async throws {
    try await withTemporaryFolder { folder in
        let endpoint = try await ScriptedEndpoint.start(respond: respond)
        let store = try Store(path: folder.file("queue.db"), role: .command, durability: .normal)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(Workshop(folder: folder, endpoint: endpoint, store: store)))
        } catch {
            result = .failure(error)
        }
        try await endpoint.stop()
        try store.close()
        try result.get()
    }
}

/// Starts an endpoint beside the workshop's own, and stops it when `body` is through.
func withSpare(
    _ respond: @escaping ScriptedEndpoint.Responder, _ body: (ScriptedEndpoint) async throws -> Void
) async throws {
    let spare = try await ScriptedEndpoint.start(respond: respond)
    let result: Result<Void, any Error>
    do { result = .success(try await body(spare)) } catch { result = .failure(error) }
    try await spare.stop()
    try result.get()
}

/// How a daemon of a test works.
struct Craft: Sendable {
    var resume = ResumeMode.continue
    var concurrency = 4
    var model = "scripted"
    var tries = 8
    var base = Duration.milliseconds(5)
    var leaseTerm = Duration.seconds(30)
    var pid: Int32 = 1
    var pidNamespace = "pid:[1]"
    var liveness: @Sendable (DaemonIdentity) -> Liveness = { _ in .alive }
    var time = TimeSource.system
    var retention = Retention.forever
    var maxTokens: Int?
    var continuesFinalMessage = false
    var contextSize = EndpointSettings.defaultContextSize
    var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    /// How long the workshop's own endpoint may keep one waiting.
    var timeouts = ChatTimeouts()
    var manager: ServiceManager?
    var reconfiguration: Reconfiguration?
    /// What the workshop's own endpoint takes for its tokens.
    var prices: TokenPrices?
    /// What may be spent on a day.
    var budget: Money?
    /// Who is told of the ends of jobs.
    var hooks: HookSettings?
    /// The endpoints; empty takes the workshop's own, named “main”.
    var endpoints: [EndpointSettings] = []
}

/// Runs a daemon beside `body`; it is asked to stop when `body` is through, or before, by the trigger.
func withDaemon<T: Sendable>(
    in workshop: Workshop, _ craft: Craft = Craft(),
    _ body: @escaping @Sendable (GracefulShutdownTestTrigger) async throws -> T
) async throws -> T {
    let store = try Store(path: workshop.store.path, role: .daemon, durability: .normal)
    var main = EndpointSettings(
        endpoint: try ChatEndpoint(name: "main", baseURL: workshop.endpoint.baseURL, timeouts: craft.timeouts),
        model: craft.model, concurrency: craft.concurrency, resume: craft.resume, maxTokens: craft.maxTokens,
        continuesFinalMessage: craft.continuesFinalMessage)
    main.contextSize = craft.contextSize
    main.prices = craft.prices
    var settings = DaemonSettings(
        endpoints: craft.endpoints.isEmpty ? [main] : craft.endpoints,
        retry: RetryPolicy(base: craft.base, cap: craft.base, tries: craft.tries),
        retention: craft.retention, leaseTerm: craft.leaseTerm, pollInterval: .milliseconds(10))
    settings.budget = craft.budget
    settings.hooks = craft.hooks
    let identity = DaemonIdentity(
        host: "here", bootID: "boot", pidNamespace: craft.pidNamespace, pid: craft.pid, processStarted: 1,
        version: "test")
    let daemon = Daemon(
        store: store, settings: settings, identity: identity, liveness: craft.liveness,
        manager: craft.manager, reconfiguration: craft.reconfiguration,
        time: craft.time, logger: craft.logger)
    let result: T = try await testGracefulShutdown { trigger in
        try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask {
                try await daemon.run()
                return nil
            }
            group.addTask {
                let result = try await body(trigger)
                trigger.triggerGracefulShutdown()
                return result
            }
            var result: T?
            while let next = try await group.next() { if let next { result = next } }
            guard let result else { throw NotInTime(description: "the test's body returns") }
            return result
        }
    }
    try store.close()
    return result
}

/// A text of so many words, which differ from each other.
func words(_ count: Int, from first: Int = 0) -> String {
    let stock = [
        "river", "stone", "under", "the", "quiet", "mountain", "a", "window", "opens", "slowly", "to", "evening",
    ]
    return (first..<first + count).map { stock[$0 % stock.count] + ($0 % 7 == 6 ? "," : "") }.joined(separator: " ")
        + "."
}
