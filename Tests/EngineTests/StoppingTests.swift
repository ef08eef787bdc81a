import Engine
import GRDB
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@Suite("Stopping a daemon", .besideAnother, .timeLimit(.minutes(40)))
struct StoppingTests {
    private static let translator = DeterministicTranslator()

    /// Gives so many chunks and then nothing more, until it is asked to go on.
    private static func stalling(after count: Int) -> ScriptedEndpoint.Responder {
        { request in
            let chunks = translator.answer(to: request)
            return request.received == nil ? .events(chunks).cut(afterChunks: count, by: .stall) : .events(chunks)
        }
    }

    @Test("in mid-stream waits for no stream, keeps all text, and gives the segments back")
    func graceful() async throws {
        try await withWorkshop(Self.stalling(after: 7)) { workshop in
            let job = try await workshop.add(words(12) + "\n\n" + words(12, from: 3), maximumSegment: 100)
            let stopping = try await withDaemon(in: workshop) { trigger in
                try await eventually("both streams show six words") {
                    let segments = try await workshop.store.segments(of: job)
                    return segments.count == 2 && segments.allSatisfy { $0.text.split(separator: " ").count == 6 }
                }
                trigger.triggerGracefulShutdown()
                return ContinuousClock.now
            }
            let taken = ContinuousClock.now - stopping
            // A second is the promise for a daemon alone; here all other tests run beside it.
            #expect(taken < .seconds(4), "a stop must wait for no stream, and took \(taken)")
            #expect(try await workshop.store.job(job)?.state == .queued, "a stop is no failure")
            #expect(try await workshop.store.daemons().isEmpty, "a daemon that stops must strike itself off")
            let attempts = try await workshop.store.attempts(of: job)
            #expect(attempts.map(\.outcome) == [.stopped, .stopped])
            #expect(attempts.map(\.chunks) == [7, 7], "all that was received must be on record")
            try await eventually("the connections are closed") { workshop.endpoint.openConnections == 0 }

            try await withDaemon(in: workshop) { _ in try await workshop.completion(of: job) }
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
            #expect(workshop.endpoint.requests.count == 4)
            #expect(workshop.endpoint.requests.suffix(2).allSatisfy { $0.received?.split(separator: " ").count == 6 })
        }
    }

    @Test("keeps an answer that is whole, though its server has not said yet that it is done")
    func whole() async throws {
        try await withWorkshop({ request in
            Answer(steps: Answer.events(Self.translator.answer(to: request), done: false).steps.dropLast() + [.stall])
        }) { workshop in
            var outcomes: [Attempt.Outcome?] = []
            // How long the end takes from the endpoint's write into the daemon is the machine's choice. After two seconds
            // it would be waited for no more.
            for wait in [100, 1000] where outcomes != [.completed] {
                let job = try await workshop.add(words(12, from: wait))
                let asked = workshop.endpoint.requests.count
                try await withDaemon(in: workshop) { trigger in
                    try await eventually("all is sent, the finish reason too") {
                        guard let request = workshop.endpoint.requests.dropFirst(asked).first else { return false }
                        // Head, opening and finish reason beside the texts.
                        return workshop.endpoint.stepsTaken[asked] == Self.translator.answer(to: request).count + 3
                    }
                    try await ContinuousClock().sleep(for: .milliseconds(wait))
                    trigger.triggerGracefulShutdown()
                }
                outcomes = try await workshop.store.attempts(of: job).map(\.outcome)
            }
            #expect(outcomes == [.completed], "it has been paid for")
        }
    }

    @Test("spends no try, however often it is done before any text came")
    func noTry() async throws {
        try await withWorkshop({ request in
            guard request.number >= 3 else { return Answer(steps: [.stall]) }
            return .events(Self.translator.answer(to: request))
        }) { workshop in
            let job = try await workshop.add(words(8))
            for round in 1...3 {
                try await withDaemon(in: workshop, Craft(tries: 1)) { _ in
                    try await eventually("request \(round) arrives") { workshop.endpoint.requests.count == round }
                }
                #expect(
                    try await workshop.store.job(job)?.state == .queued,
                    "with one try allowed, a stop must not spend it")
            }
            try await withDaemon(in: workshop, Craft(tries: 1)) { _ in try await workshop.completion(of: job) }
            #expect(
                try await workshop.store.attempts(of: job).map(\.outcome) == [.stopped, .stopped, .stopped, .completed])
        }
    }

    @Test("because one of its loops has met an error does not wait for the others, nor for a stream")
    func failing() async throws {
        try await withWorkshop({ _ in Answer(steps: [.stall]) }) { workshop in
            _ = try await workshop.add(words(8))
            let error = await #expect(throws: StoreError.self) {
                try await withDaemon(in: workshop, Craft(concurrency: 1)) { _ in
                    try await eventually("the stream is open") { workshop.endpoint.requests.count == 1 }
                    // What finishes jobs reads it; what claims segments does not.
                    var configuration = Configuration()
                    configuration.busyMode = .timeout(10)
                    let other = try DatabaseQueue(path: workshop.store.path, configuration: configuration)
                    try await other.write { try $0.execute(sql: "DROP INDEX jobs_to_finish") }
                    try other.close()
                    try await eventually("the daemon ends by itself") { false }
                }
            }
            #expect("\(try #require(error))".contains("jobs_to_finish"))
            try await eventually("the connection is closed") { workshop.endpoint.openConnections == 0 }
        }
    }

    @Test("that has nothing to do leaves nothing behind")
    func idle() async throws {
        try await withWorkshop({ _ in .error(status: 500) }) { workshop in
            try await withDaemon(in: workshop) { _ in
                try await eventually("the daemon announces itself") { try await workshop.store.daemons().count == 1 }
            }
            #expect(try await workshop.store.daemons().isEmpty)
            #expect(workshop.endpoint.requests.isEmpty, "an idle daemon must not talk to its endpoint")
        }
    }

    @Test(
        "pause and cancel from elsewhere close the connection soon, and keep the text",
        arguments: [JobAction.pause, .cancel])
    func fromElsewhere(action: JobAction) async throws {
        try await withWorkshop(Self.stalling(after: 5)) { workshop in
            let job = try await workshop.add(words(12))
            let other = try await workshop.add("{other} " + words(12))
            try await withDaemon(in: workshop) { _ in
                try await eventually("both streams show four words") {
                    var texts: [String] = []
                    for id in [job, other] { texts += try await workshop.store.segments(of: id).map(\.text) }
                    return texts.allSatisfy { $0.split(separator: " ").count == 4 }
                }
                let result = try await workshop.store.apply(action, to: job, now: TimeSource.system.now())
                #expect(result == .done)
                try await eventually("its connection is closed, and the other's is not", within: .seconds(2)) {
                    workshop.endpoint.openConnections == 1
                }
                #expect(try await workshop.store.segments(of: job).map { $0.text.split(separator: " ").count } == [4])
                #expect(try await workshop.store.job(other)?.state == .running, "another job is not concerned")

                let back: JobAction = action == .pause ? .resume : .retry
                #expect(try await workshop.store.apply(back, to: job, now: TimeSource.system.now()) == .done)
                try await workshop.completion(of: job)
            }
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
            #expect(try await workshop.store.attempts(of: job).map(\.outcome) == [.withdrawn, .completed])
        }
    }
}
