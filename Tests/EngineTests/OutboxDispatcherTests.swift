import Foundation
import Hooks
import ScriptedEndpoint
import Store
import Support
import Synchronization
import Testing
import Translation

@testable import Engine

@Suite("Telling of the end of a job", .besideAnother, .timeLimit(.minutes(40)))
struct OutboxDispatcherTests {
    private static let translator = DeterministicTranslator()
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private func hooks(_ url: String) throws -> HookSettings {
        HookSettings(webhook: Webhook(url: url, secret: try #require(WebhookSecret(Self.secret)))) { job in
            Array("{\"id\":\(job)}".utf8)
        }
    }

    @Test("is done for what completes and what fails, beside other work, and not for what is cancelled")
    func ends() async throws {
        try await withSpare({ _ in .whole(status: 200, contentType: nil, body: "") }) { receiver in
            try await withWorkshop({ request in
                request.source.hasPrefix("bad")
                    ? .error(status: 404, body: #"{"error": {"message": "no such model"}}"#)
                    : .events(Self.translator.answer(to: request))
            }) { workshop in
                var craft = Craft()
                craft.hooks = try hooks(receiver.baseURL)
                let cancelled = try await workshop.add(words(6))
                _ = try await workshop.store.apply(.cancel, to: cancelled, now: TimeSource.system.now())
                let (good, bad) = (try await workshop.add(words(8)), try await workshop.add("bad " + words(4)))
                try await withDaemon(in: workshop, craft) { _ in
                    try await eventually("both ends are told") { receiver.requests.count == 2 }
                    #expect(try await workshop.store.deliveries(of: cancelled).isEmpty)
                    for job in [good, bad] {
                        try await eventually("that is noted") {
                            let state = try await workshop.store.deliveries(of: job).first?.state
                            return if case .delivered = state { true } else { false }
                        }
                    }
                }
                let types = Set(receiver.requests.compactMap { $0.json?["type"]?.string })
                #expect(types == ["job.completed", "job.failed"])
            }
        }
    }

    @Test("is tried again with the same id until it is heard, when its time has come")
    func again() async throws {
        try await withSpare({ request in
            request.number < 3 ? .error(status: 500) : .whole(status: 200, contentType: nil, body: "")
        }) { receiver in
            try await withTemporaryFolder { folder in
                let store = try Store(path: folder.file("queue.db"), role: .daemon, durability: .normal)
                let (clock, begin) = (ManualClock(), Timestamp(milliseconds: 1_800_000_000_000))
                let time = TimeSource(now: { begin + clock.now.offset }, clock: clock)
                let log = LogLines()
                let outbox = OutboxDispatcher(store: store, hooks: nil, time: time, logger: log.logger)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await store.commits.run(clock: ContinuousClock()) { _ in } }
                    let identity = DaemonIdentity(
                        host: "here", bootID: "boot", pidNamespace: "pid:[1]", pid: 1, processStarted: 1,
                        version: "test")
                    let daemon = try await store.register(identity, now: begin)
                    try await outbox.listen(as: try hooks(receiver.baseURL), by: daemon)
                    let job = try await Self.completed(in: store, daemon, now: begin)
                    group.addTask { try await outbox.run(for: daemon) }
                    outbox.ring()
                    for tries in 1...3 {
                        try await eventually("try \(tries) is noted") {
                            try await store.deliveries(of: job).first?.tries == tries
                        }
                        await clock.waitForSleepers(1)
                        clock.advance(by: .seconds(100))
                    }
                    try await eventually("it is told") {
                        try await store.deliveries(of: job).first?.state == .delivered(at: begin + .seconds(300))
                    }
                    group.cancelAll()
                    store.commits.close()
                    do { try await group.waitForAll() } catch is CancellationError {}
                }
                #expect(Set(receiver.requests.compactMap { $0.header("webhook-id") }).count == 1)
                #expect(receiver.requests.count == 4)
                #expect(!log.lines.contains { $0.contains(receiver.baseURL) }, "an address may be a secret")
                try store.close()
            }
        }
    }

    @Test("ends with the first error of ours that it meets, though nothing else is to be told")
    func failing() async throws {
        struct Broken: Error {}
        try await withTemporaryFolder { folder in
            let store = try Store(path: folder.file("queue.db"), role: .daemon, durability: .normal)
            let hooks = HookSettings(
                webhook: Webhook(url: "http://127.0.0.1:9/", secret: try #require(WebhookSecret(Self.secret)))
            ) { _ in throw Broken() }
            let outbox = OutboxDispatcher(store: store, hooks: nil, time: .system, logger: LogLines().logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await store.commits.run(clock: ContinuousClock()) { _ in } }
                let identity = DaemonIdentity(
                    host: "here", bootID: "boot", pidNamespace: "pid:[1]", pid: 1, processStarted: 1, version: "test")
                let daemon = try await store.register(identity, now: TimeSource.system.now())
                try await outbox.listen(as: hooks, by: daemon)
                _ = try await Self.completed(in: store, daemon, now: TimeSource.system.now())
                await #expect(throws: Broken.self) { try await outbox.run(for: daemon) }
                store.commits.close()
                try await group.waitForAll()
            }
            try store.close()
        }
    }

    @Test("A webhook that hangs keeps no program from being run")
    func channelsApart() async throws {
        try await withSpare({ _ in Answer(steps: [.stall]) }) { receiver in
            try await withWorkshop({ .events(Self.translator.answer(to: $0)) }) { workshop in
                let (program, heard) = (workshop.folder.file("hook"), workshop.folder.file("heard"))
                try Data("#!/bin/sh\necho told >> '\(heard)'\n".utf8).write(to: URL(filePath: program))
                chmod(program, 0o700)
                var hooks = try hooks(receiver.baseURL)
                hooks.command = CommandHook(command: [program])
                var craft = Craft()
                craft.hooks = hooks
                for number in 0..<12 { _ = try await workshop.add(words(4, from: number)) }
                try await withDaemon(in: workshop, craft) { _ in
                    // Each try over the webhook takes 30 s, and four are made at the same time.
                    try await eventually("all twelve are told by the program", within: .seconds(25)) {
                        let lines = FileManager.default.contents(atPath: heard) ?? Data()
                        return lines.split(separator: UInt8(ascii: "\n")).count == 12
                    }
                    #expect(receiver.requests.count == 4)
                }
            }
        }
    }

    private static func completed(in store: Store, _ daemon: Int64, now: Timestamp) async throws -> Job.ID {
        let job = try await store.enqueue(
            NewJob(
                document: Data("One.".utf8), pieces: [.init(kind: .translatable, source: "One.")], name: "a",
                format: "text", target: try LanguageTag("es")), now: now
        ).id
        let claimed = try #require(
            try await store.claim(
                Capacity(endpoint: "main", model: "m", mode: .continue, free: 1), for: daemon, now: now
            ).first)
        _ = try await store.settle(claimed.lease, text: "Uno.", as: .completed, AttemptReport(), now: now)
        try await store.complete(job, now: now)
        return job
    }
}
