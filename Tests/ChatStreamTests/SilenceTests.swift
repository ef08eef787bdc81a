import ScriptedEndpoint
import Support
import Synchronization
import Testing

@testable import ChatStream

@Suite("An endpoint that keeps silent", .light, .timeLimit(.minutes(40)))
struct SilenceTests {
    static let limits = ChatTimeouts(firstByte: .seconds(300), idle: .seconds(60))

    /// Asks, waits until so many events have come, and then lets time pass by the second until there is an outcome.
    private func outcome(
        of answer: Answer, after count: Int, limits: ChatTimeouts = limits
    ) async throws -> (Outcome, Duration) {
        let clock = ManualClock()
        return try await withEndpoint(timeouts: limits, clock: clock, respond: { _ in answer }) { exchanging in
            let seen = Mutex(0)
            let finished = Mutex(false)
            async let asking = {
                let outcome = await exchanging.ask { batch in seen.withLock { $0 += batch.count } }
                finished.withLock { $0 = true }
                return outcome
            }()
            try await eventually("the request has arrived and \(count) events have come") {
                exchanging.endpoint.requests.count == 1 && seen.withLock { $0 } >= count
            }
            try await eventually("the answer is over") {
                if clock.sleepers > 0 { clock.advance(by: .seconds(1)) }
                return finished.withLock { $0 }
            }
            return (await asking, clock.now.offset)
        }
    }

    @Test("Nothing at all: stalled after the limit for the first byte")
    func firstByte() async throws {
        let (outcome, passed) = try await outcome(of: Answer(steps: [.stall]), after: 0)
        #expect(outcome.chatError?.kind == .stalled)
        #expect(passed >= .seconds(300) && passed < .seconds(330))
    }

    @Test("A head alone is no first byte: queueing servers send it early")
    func headOnly() async throws {
        let (outcome, passed) = try await outcome(
            of: Answer.events(["a"]).cut(afterChunks: 0, by: .stall).headOnly, after: 0)
        #expect(outcome.chatError?.kind == .stalled)
        #expect(passed >= .seconds(300))
    }

    @Test("Silence in the middle: stalled after the idle limit, with the text before it")
    func idle() async throws {
        let (outcome, passed) = try await outcome(of: .events(["a", "b"]).cut(afterChunks: 2, by: .stall), after: 3)
        #expect(outcome.text == "ab")
        #expect(outcome.chatError?.kind == .stalled)
        #expect(passed >= .seconds(60) && passed < .seconds(125))
    }

    @Test("Comments without end: no progress after the limit for the first byte")
    func commentsOnly() async throws {
        let comments = Answer(steps: [
            .send(Answer.events(["a"]).cut(afterChunks: 1, by: .close).bytes),
            .repeatForever(Array("3\r\n:\n\n\r\n".utf8), every: .zero),
        ])
        let limits = ChatTimeouts(firstByte: .seconds(300), idle: .seconds(100_000))
        let (outcome, passed) = try await outcome(of: comments, after: 2, limits: limits)
        #expect(outcome.text == "a")
        #expect(outcome.chatError?.kind == .noProgress)
        #expect(passed >= .seconds(300))
    }

    @Test("A finish reason without [DONE] on an open connection: whole after two seconds")
    func missingDone() async throws {
        var answer = Answer.events(["a"], done: false)
        answer.steps[answer.steps.count - 1] = .stall
        let (outcome, passed) = try await outcome(of: answer, after: 3)
        #expect(outcome.error == nil)
        #expect(outcome.events == [.started(model: "scripted"), .text("a"), .finished(.stop)])
        #expect(passed >= .seconds(2) && passed < .seconds(60))
    }

    @Test("[DONE] on a connection that stays open: whole without any waiting")
    func doneOnOpenConnection() async throws {
        var answer = Answer.events(["a"])
        answer.steps[answer.steps.count - 1] = .stall
        try await withEndpoint(clock: ManualClock(), respond: { [answer] _ in answer }) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.error == nil)
            #expect(outcome.events.last == .done)
        }
    }

    @Test("By the system's clock too, which a timer of the event loop watches", arguments: [0, 1])
    func systemClock(chunks: Int) async throws {
        let limits = ChatTimeouts(firstByte: .seconds(chunks == 0 ? 1 : 600), idle: .seconds(5))
        let answer =
            chunks == 0 ? Answer(steps: [.stall]) : .events(["a", "b"]).cut(afterChunks: chunks, by: .stall)
        try await withEndpoint(timeouts: limits, respond: { _ in answer }) { exchanging in
            let begin = ContinuousClock.now
            let outcome = await exchanging.ask()
            #expect(outcome.chatError?.kind == .stalled)
            #expect(outcome.text == (chunks == 0 ? "" : "a"))
            #expect(begin.duration(to: .now) >= (chunks == 0 ? limits.firstByte : limits.idle))
        }
    }

    @Test("The consumer's own time counts for no limit")
    func slowConsumer() async throws {
        let gate = Answer.events(["a", "b"], pace: .zero)
        let clock = ManualClock()
        try await withEndpoint(timeouts: Self.limits, clock: clock, respond: { _ in gate }) { exchanging in
            let outcome = await exchanging.ask { _ in clock.advance(by: .seconds(5000)) }
            #expect(outcome.error == nil)
            #expect(outcome.text == "ab")
        }
    }
}

extension Answer {
    /// Only the head of the answer, and then silence.
    fileprivate var headOnly: Answer {
        Answer(steps: Array(steps.prefix(1)) + [.stall])
    }
}
