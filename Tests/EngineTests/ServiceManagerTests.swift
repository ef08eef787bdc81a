import ChatStream
import Engine
import Foundation
import GRDB
import ScriptedEndpoint
import Store
import Support
import Synchronization
import Testing
import Translation

@Suite("What a service manager is told", .besideAnother, .timeLimit(.minutes(40)))
struct ServiceManagerTests {
    private static let translator = DeterministicTranslator()

    @Test("goes to a socket by its path and by an abstract name, a line for each thing", arguments: ["/", "@"])
    func protocolOfManager(kind: String) async throws {
        try await withTemporaryFolder { folder in
            let name = kind == "/" ? folder.file("notify") : "@tolmach-test-\(UUID())"
            let socket = try NotifySocket(name)
            let manager = try #require(
                ServiceManager(environment: ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "3000000"]))
            #expect(manager.watchdog == .seconds(3))
            #expect(manager.tell(.ready, .status("two\nlines"), .reloading(since: .milliseconds(1500))))
            #expect(socket.message() == "READY=1\nSTATUS=two lines\nRELOADING=1\nMONOTONIC_USEC=1500000")
            manager.tell(.stopping, .alive)
            #expect(socket.message() == "STOPPING=1\nWATCHDOG=1")
        }
    }

    @Test("is nothing where there is none, or where another process is meant")
    func none() throws {
        #expect(ServiceManager(environment: [:]) == nil)
        #expect(ServiceManager(environment: ["NOTIFY_SOCKET": ""]) == nil)
        #expect(ServiceManager(environment: ["NOTIFY_SOCKET": "relative"]) == nil)
        #expect(ServiceManager(environment: ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)]) == nil)
        let other = ["NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"]
        let manager = try #require(ServiceManager(environment: other, pid: 2))
        #expect(manager.watchdog == nil)
        #expect(!manager.tell(.ready), "nobody listens there")
        #expect(ServiceManager(environment: other, pid: 1)?.watchdog == .milliseconds(1))
        #expect(ServiceManager(environment: ["NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "0"])?.watchdog == nil)
    }

    @Test("Ready when claims succeed, what it does, that it lives, and that it stops")
    func life() async throws {
        try await withWorkshop({ .events(Self.translator.answer(to: $0), pace: .milliseconds(100)) }) { workshop in
            let socket = try NotifySocket(workshop.folder.file("notify"))
            let environment = ["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "400000"]
            var craft = Craft()
            craft.manager = ServiceManager(environment: environment)
            let job = try await workshop.add(words(20))
            try await withDaemon(in: workshop, craft) { _ in
                try await socket.message(beginning: "READY=1\nSTATUS=1 streaming")
                try await workshop.completion(of: job)
                try await socket.message(beginning: "STATUS=idle, nothing is queued")
                for _ in 1...3 { try await socket.message(beginning: "WATCHDOG=1") }
            }
            #expect(socket.messages().contains("STOPPING=1"))
        }
    }

    @Test("A daemon whose writer is held up no longer says that it lives, however often it looks, until that is over")
    func hung() async throws {
        try await withWorkshop({ .events(Self.translator.answer(to: $0)) }) { workshop in
            let socket = try NotifySocket(workshop.folder.file("notify"))
            let clock = ManualClock()
            // A quarter of the watchdog's time, and like no other time that is slept here.
            let look = Duration.milliseconds(101)
            var craft = Craft()
            craft.time = TimeSource(now: TimeSource.system.now, clock: clock)
            craft.manager = ServiceManager(
                environment: ["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "404000"])
            try await withDaemon(in: workshop, craft) { _ in
                let lives = {
                    await clock.waitForSleeper(of: look)
                    clock.advance(by: look)
                    return socket.messages().contains("WATCHDOG=1")
                }
                try await socket.message(beginning: "READY=1")
                try await eventually("it says that it lives") { await lives() }
                // As a stopped disk or a hung lock would: another holds the database, and the writer waits for it.
                let holder = try DatabaseHolder(workshop.store.path)
                try holder.hold()
                var signs = 0
                for _ in 1...40 where await lives() { signs += 1 }
                #expect(signs <= 2, "what came round before, and what was under way; nothing turns any more")
                try holder.release()
                try await eventually("it says again that it lives") { await lives() }
            }
        }
    }

    @Test(
        "Reloading: a stream that runs ends where it began, later ones go to the new endpoint; a wrong one changes nothing"
    )
    func reload() async throws {
        let slow: ScriptedEndpoint.Responder = { .events(Self.translator.answer(to: $0), pace: .milliseconds(30)) }
        try await withWorkshop(slow) { workshop in
            try await withSpare({ .events(Self.translator.answer(to: $0)) }) { spare in
                let socket = try NotifySocket(workshop.folder.file("notify"))
                let (requests, bell) = AsyncStream<Void>.makeStream()
                struct Wrong: Error {}
                let log = LogLines()
                let answers = Answers<Result<[EndpointSettings], any Error>>([
                    .failure(Wrong()),
                    .success([
                        EndpointSettings(
                            endpoint: try ChatEndpoint(name: "main", baseURL: spare.baseURL), model: "other")
                    ]),
                ])
                var craft = Craft()
                craft.logger = log.logger
                let answer = workshop.folder.file("reload")
                craft.manager = ServiceManager(
                    environment: ["NOTIFY_SOCKET": socket.name, "RUNTIME_DIRECTORY": workshop.folder.path + ":/other"])
                craft.reconfiguration = Reconfiguration(requests: requests) {
                    DaemonSettings(endpoints: try answers.next().get())
                }
                let first = try await workshop.add(words(40))
                try await withDaemon(in: workshop, craft) { _ in
                    try await eventually("the first stream runs") { workshop.endpoint.requests.count == 1 }
                    bell.yield()
                    try await socket.message(beginning: "RELOADING=1\nMONOTONIC_USEC=")
                    try await socket.message(beginning: "READY=1")
                    try await eventually("whoever waits is told") { FileManager.default.fileExists(atPath: answer) }
                    #expect(try String(contentsOfFile: answer, encoding: .utf8) == "refused\n")
                    try FileManager.default.removeItem(atPath: answer)
                    try await eventually("what is wrong is told") {
                        log.lines.contains { $0.hasPrefix("error configuration is wrong") }
                    }
                    bell.yield()
                    try await socket.message(beginning: "RELOADING=1")
                    try await socket.message(beginning: "READY=1")
                    try await eventually("whoever waits is told") { FileManager.default.fileExists(atPath: answer) }
                    #expect(try String(contentsOfFile: answer, encoding: .utf8) == "taken\n")
                    let second = try await workshop.add(words(12, from: 5))
                    try await workshop.completion(of: second)
                    #expect(try await workshop.store.job(first)?.state.name == .running, "the first is the slow one")
                    try await workshop.completion(of: first)
                }
                #expect(workshop.endpoint.requests.count == 1, "the stream that ran must not begin again")
                #expect(spare.requests.map(\.model) == ["other"])
                #expect(try await workshop.result(of: first) == workshop.expected(of: first))
            }
        }
    }
}

/// Values that are given out one after the other.
private final class Answers<Value: Sendable>: Sendable {
    private let rest: Mutex<[Value]>

    init(_ values: [Value]) { rest = Mutex(values) }

    func next() -> Value { rest.withLock { $0.removeFirst() } }
}

/// A connection of its own to a database, which it can hold against all others.
private struct DatabaseHolder {
    private let queue: DatabaseQueue

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(10)
        queue = try DatabaseQueue(path: path, configuration: configuration)
    }

    func hold() throws { try queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") } }

    func release() throws { try queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") } }
}
