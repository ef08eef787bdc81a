import ChatStream
import Engine
import Foundation
import Logging
import ScriptedEndpoint
import Store
import Support
import Synchronization
import Testing
import Translation

@Suite("An endpoint that must be left alone", .besideAnother, .timeLimit(.minutes(40)))
struct GateTests {
    private static let translator = DeterministicTranslator()

    /// An endpoint that refuses so many requests, and counts how many it had open at once.
    private final class Busy: Sendable {
        private let state = Mutex((refusals: 0, open: 0, mostAfterFirst: 0))
        private let refusals: Int
        private let answer: Answer

        init(refusals: Int, _ answer: Answer) {
            self.refusals = refusals
            self.answer = answer
        }

        func respond(to request: RecordedRequest) -> Answer {
            let isRefused = state.withLock { state in
                guard state.refusals < refusals else { return false }
                state.refusals += 1
                return true
            }
            return isRefused ? answer : .events(GateTests.translator.answer(to: request))
        }
    }

    @Test(
        "has one request of two hundred jobs, not two hundred, each time that it may be asked",
        arguments: [429, 503, 529])
    func oneProbe(status: Int) async throws {
        // The first four go out together; after that one at a time, and each is refused, six times.
        let busy = Busy(
            refusals: 4 + 6, .error(status: status, body: #"{"error": {"message": "Loading model"}}"#))
        try await withWorkshop({ busy.respond(to: $0) }) { workshop in
            var jobs: [Job.ID] = []
            for number in 0..<200 { jobs.append(try await workshop.add("{\(number)} " + words(3))) }
            let all = jobs
            try await withDaemon(in: workshop, Craft(concurrency: 4, tries: 1)) { _ in
                for job in all { try await workshop.completion(of: job) }
            }
            #expect(
                workshop.endpoint.requests.count == 200 + 4 + 6,
                "every refusal after the first four must have been of one request alone")
            #expect(try await workshop.store.gates().closed.isEmpty)
        }
    }

    @Test("is left alone by the next daemon too, until the time that it named; then one asks")
    func afterRestart() async throws {
        let busy = Busy(refusals: 1, .error(status: 429, headers: [("retry-after-ms", "1500")]))
        try await withWorkshop({ request in
            let answer = busy.respond(to: request)
            // The one that asks has to wait for its answer.
            return request.number == 1 ? Answer(steps: [.delay(.milliseconds(300))] + answer.steps) : answer
        }) { workshop in
            var jobs: [Job.ID] = []
            for number in 0..<20 { jobs.append(try await workshop.add("{\(number)} " + words(3))) }
            try await withDaemon(in: workshop, Craft(concurrency: 1)) { _ in
                try await eventually("the gate is closed") { try await !workshop.store.gates().closed.isEmpty }
            }
            let gate = try #require(try await workshop.store.gates().closed.first)
            #expect(gate.reason == .rateLimited && gate.opensAt - gate.closedAt == .milliseconds(1500))
            let all = jobs
            try await withDaemon(in: workshop, Craft(concurrency: 8)) { _ in
                for job in all { try await workshop.completion(of: job) }
            }
            var attempts: [Attempt] = []
            for job in jobs { attempts += try await workshop.store.attempts(of: job) }
            attempts.sort { $0.id < $1.id }
            #expect(
                attempts.allSatisfy { $0.httpStatus == 429 || $0.startedAt >= gate.opensAt }, "it was asked too early")
            let probe = try #require(attempts.dropFirst().first)
            #expect(
                attempts.dropFirst(2).allSatisfy { $0.startedAt - probe.startedAt >= .milliseconds(295) },
                "the others must wait for the answer to the one that asks")
        }
    }

    @Test(
        "keeps its jobs when the key is wrong, is told of once, and goes on when the key is mended",
        arguments: [401, 403, 402])
    func wrongKey(status: Int) async throws {
        let isMended = Mutex(false)
        let log = LogLines()
        try await withWorkshop({ request in
            isMended.withLock { $0 }
                ? .events(Self.translator.answer(to: request))
                : .error(status: status, body: #"{"error": {"message": "this key is not known"}}"#)
        }) { workshop in
            var jobs: [Job.ID] = []
            for number in 0..<30 { jobs.append(try await workshop.add("{\(number)} " + words(3))) }
            let all = jobs
            try await withDaemon(in: workshop, Craft(concurrency: 4, logger: log.logger)) { _ in
                try await eventually("all jobs wait") { try await workshop.store.counts()[.waiting] == 30 }
            }
            #expect(workshop.endpoint.requests.count <= 4, "a key that is wrong is not tried for every job")
            let gate = try #require(try await workshop.store.gates().closed.first)
            #expect(gate.reason.needsPerson && gate.message.contains("this key is not known"))
            let told = log.lines.filter { $0.contains("refuses us") }
            #expect(told.count == 1 && told.first?.contains("this key is not known") == true, "told once: \(log.lines)")

            isMended.withLock { $0 = true }
            try await withDaemon(in: workshop, Craft(concurrency: 4)) { _ in
                for job in all { try await workshop.completion(of: job) }
            }
        }
    }

    @Test("that cannot be reached burns the tries of the one that asks, not of all that wait")
    func unreachable() async throws {
        try await withWorkshop({ request in
            request.number < 12 ? Answer(steps: [.reset]) : .events(Self.translator.answer(to: request))
        }) { workshop in
            var jobs: [Job.ID] = []
            for number in 0..<20 { jobs.append(try await workshop.add("{\(number)} " + words(3))) }
            let all = jobs
            try await withDaemon(in: workshop, Craft(concurrency: 2, tries: 8, base: .milliseconds(1))) { _ in
                for job in all { try await workshop.end(of: job) }
            }
            let counts = try await workshop.store.counts()
            #expect((counts[.failed] ?? 0) <= 1, "12 failures in a row must not cost many jobs: \(counts)")
        }
    }
}

/// Collects what is logged.
final class LogLines: Sendable {
    private let state = Mutex<[String]>([])

    /// All lines, with their metadata.
    var lines: [String] { state.withLock { $0 } }

    /// A logger that writes here.
    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: LogLines
        var logLevel = Logger.Level.debug
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.state.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
        }
    }
}
