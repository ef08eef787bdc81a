import Documents
import Engine
import Foundation
import ScriptedEndpoint
import Store
import Translation

/// One run of the demonstration, from the empty folder to the verdict.
struct DemoRun: Sendable {
    let document: InputDocument
    let limit: ReadingOptions.SegmentLimit
    let target: LanguageTag
    let remote: (url: String, model: String)?
    let resume: ResumeMode

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tolmach-demo-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { remove(folder) }
        let endpoint = remote == nil ? try await UnreliableEndpoint.start() : nil
        introduce()
        let result: Result<Void, any Error>
        do {
            try await translate(in: folder, url: remote?.url ?? endpoint?.server.baseURL ?? "")
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await endpoint?.server.stop()
        try result.get()
    }

    private func introduce() {
        Output.error(
            remote.map { "Translating \(document.name) into \(target.englishName) with \($0.model) at \($0.url)." }
                ?? """
                A demonstration. What you will read is pseudo-localised text (accents,
                lengthened words), as software is tested with: it is NOT a translation.
                The endpoint inside this program breaks off on purpose; the queue and the
                daemon are the real ones.
                """)
        Output.error("The daemon will be killed (kill -9) in mid-stream; watch it go on.\n\n")
    }

    private func translate(in folder: URL, url: String) async throws {
        let database = folder.appendingPathComponent("queue.db").path
        let store = try Store(path: database, role: .command)
        var options = ReadingOptions()
        options.limit = limit
        options.target = target
        let pieces = try document.segmented(options).segments.map(NewJob.Piece.init)
        var job = NewJob(
            document: document.bytes, pieces: pieces, name: document.name, format: document.format.rawValue,
            target: target)
        job.isForced = true
        let id = try await store.enqueue(job, now: TimeSource.system.now()).id
        let log = folder.appendingPathComponent("daemon.log")
        let environment = [
            "TOLMACH_DATABASE": database, "TOLMACH_BASE_URL": url, "TOLMACH_MODEL": remote?.model ?? "pseudo",
            "TOLMACH_CONCURRENCY": "2", "TOLMACH_RESUME": resume.rawValue, "TOLMACH_LOG_LEVEL": "notice",
            // A demonstration does not wait for a minute; a real endpoint gets the usual patience.
            "TOLMACH_RETRY_BASE": remote == nil ? "300ms" : "1s", "TOLMACH_RETRY_CAP": remote == nil ? "1s" : "60s",
            "XDG_CONFIG_HOME": folder.path,
        ]
        let start = { try DaemonProcess(environment: environment, log: log) }
        var show = DemoShow(store: store, id: id, killsWanted: 2)
        let outcome: Result<Void, any Error>
        do {
            try await show.run(start: start)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        do {
            try outcome.get()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let tail = (try? String(contentsOf: log, encoding: .utf8))?.split(separator: "\n").suffix(5) ?? []
            for line in tail { Output.error("  daemon: \(line)") }
            throw error
        }
        try await conclude(store, id, kills: show.kills, began: show.began)
        try store.close()
    }

    private func conclude(_ store: Store, _ id: Job.ID, kills: Int, began: ContinuousClock.Instant) async throws {
        let segments = try await store.segments(of: id)
        let attempts = try await store.attempts(of: id)
        let verdict = try DemoVerdict(
            segments: segments, attempts: attempts, kills: kills, took: ContinuousClock.now - began,
            isPseudo: remote == nil, document: document)
        Output.document(try Document.assemble(segments, as: document.format, original: document.bytes))
        Output.error("")
        for line in verdict.lines { Output.error(line) }
        guard verdict.isGood else {
            throw CommandFailure(
                exit: .failure, message: "the result differs from the uninterrupted one",
                hint: "That must not happen; please report it.")
        }
    }

    private func remove(_ folder: URL) {
        do { try FileManager.default.removeItem(at: folder) } catch {
            Output.error("tolmach: left behind: \(folder.path)")
        }
    }
}
