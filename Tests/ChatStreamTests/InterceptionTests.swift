import ScriptedEndpoint
import Support
import Testing

@testable import ChatStream

@Suite("Texts that are taken where they come in", .light, .timeLimit(.minutes(40)))
struct InterceptionTests {
    private static let words = (0..<200).map { "word\($0) " }

    /// What both sides have taken, in order.
    private final class Taken {
        var text = ""
        var aside = 0
        var read = 0
    }

    private func text(
        of answer: Answer, leaving isLeft: @escaping (Int) -> Bool
    ) async throws -> (text: String, aside: Int, read: Int) {
        try await withEndpoint(answer: answer) { exchanging in
            try await exchanging.client.withEvents(for: Exchanging.request) { events in
                let taken = Taken()
                var offered = 0
                events.intercept { texts, _ in
                    offered += 1
                    guard !isLeft(offered) else { return false }
                    taken.text += texts.text
                    taken.aside += 1
                    return true
                }
                for try await batch in events {
                    taken.text += batch.text
                    taken.read += batch.count
                }
                return (taken.text, taken.aside, taken.read)
            }
        }
    }

    @Test("and those that are left come out of the iterator, none lost and none twice", arguments: [1, 2, 3, 7, .max])
    func order(every: Int) async throws {
        let answer = Answer.events(Self.words, pace: .milliseconds(1))
        let result = try await text(of: answer) { $0.isMultiple(of: every) }
        #expect(result.text == Self.words.joined())
        #expect(every == 1 ? result.aside == 0 : result.aside > 0, "taken aside: \(result.aside)")
        #expect(result.read >= 3, "what begins and ends an answer is for the iterator: \(result.read)")
    }

    @Test("are whole where a connection is closed in the middle, and the error comes out of the iterator")
    func cut() async throws {
        let answer = Answer.events(Self.words, pace: .milliseconds(1)).cut(afterChunks: 100, by: .close)
        let taken = try await withEndpoint(answer: answer) { exchanging in
            try await exchanging.client.withEvents(for: Exchanging.request) { events in
                let taken = Taken()
                events.intercept { texts, _ in
                    taken.text += texts.text
                    return true
                }
                await #expect(throws: ChatError.self) {
                    for try await batch in events { taken.text += batch.text }
                }
                return taken.text
            }
        }
        #expect(taken == Self.words.prefix(100).joined())
    }
}

@Suite("An answer that somebody else ends", .light, .timeLimit(.minutes(40)))
struct ChatCancellationTests {
    private static let endless = Answer.events(["a", "b"]).cut(afterChunks: 2, by: .stall)

    /// Asks and reads; whether that ended as if cancelled.
    private func isCancelled(_ exchanging: Exchanging, by cancellation: ChatCancellation) async -> Bool {
        do {
            try await exchanging.client.withEvents(
                for: Exchanging.request, until: cancellation
            ) { events in
                for try await _ in events {}
            }
            return false
        } catch {
            return error is CancellationError
        }
    }

    @Test(
        "ends as if cancelled, in the middle and while nothing has come yet",
        arguments: [endless, Answer(steps: [.stall])])
    func ends(answer: Answer) async throws {
        try await withEndpoint(answer: answer) { exchanging in
            let cancellation = ChatCancellation()
            async let hasEnded = isCancelled(exchanging, by: cancellation)
            try await eventually("the request has arrived") { exchanging.endpoint.requests.count == 1 }
            cancellation.cancel()
            #expect(await hasEnded)
            try await eventually("its connection is closed") { exchanging.endpoint.openConnections == 0 }
        }
    }

    @Test("while a refusal comes in tells nothing of the endpoint: half of it is not its word")
    func halfARefusal() async throws {
        let refusal = Answer.error(status: 429, body: String(repeating: "slow down ", count: 200))
        let answer = refusal.cut(afterBytes: refusal.bytes.count - 100, by: .stall)
        try await withEndpoint(answer: answer) { exchanging in
            let cancellation = ChatCancellation()
            async let hasEnded = isCancelled(exchanging, by: cancellation)
            try await eventually("most of the refusal is sent") { exchanging.endpoint.stepsTaken.contains { $0 > 0 } }
            cancellation.cancel()
            #expect(await hasEnded)
        }
    }

    @Test("after its finish reason is whole: it has been paid for, and the server only never says that it is done")
    func finished() async throws {
        let answer = Answer(steps: Answer.events(["a", "b"], done: false).steps.dropLast() + [.stall])
        try await withEndpoint(answer: answer) { exchanging in
            let cancellation = ChatCancellation()
            let text = try await exchanging.client.withEvents(for: Exchanging.request, until: cancellation) { events in
                var text = ""
                for try await batch in events {
                    text += batch.text
                    if batch.contains(where: { if case .finished = $0 { true } else { false } }) {
                        cancellation.cancel()
                    }
                }
                return text
            }
            #expect(text == "ab")
        }
    }

    @Test("is read as far as it had come in, and only then ends as if cancelled")
    func received() async throws {
        let answer = Answer.events(["a", "b"], pace: .milliseconds(5)).cut(afterChunks: 2, by: .stall)
        try await withEndpoint(answer: answer) { exchanging in
            var text = ""
            // How long the rest takes from the endpoint's write into the client is the machine's choice.
            for wait in [10, 100, 1000, 10_000] where text != "ab" {
                text = try await self.text(of: exchanging, cancelledAfter: .milliseconds(wait))
            }
            #expect(text == "ab")
        }
    }

    /// What is read of an answer by a task that is cancelled while it does something else.
    private func text(of exchanging: Exchanging, cancelledAfter wait: Duration) async throws -> String {
        let (starts, hasStarted) = AsyncStream.makeStream(of: Void.self)
        return try await withThrowingTaskGroup(of: String.self) { group in
            group.addTask {
                try await exchanging.client.withEvents(for: Exchanging.request) { events in
                    var text = ""
                    await #expect(throws: CancellationError.self) {
                        for try await batch in events {
                            let isFirst = text.isEmpty
                            text += batch.text
                            guard isFirst, !text.isEmpty else { continue }
                            hasStarted.finish()
                            do { try await ContinuousClock().sleep(for: .seconds(3600)) } catch is CancellationError {}
                        }
                    }
                    return text
                }
            }
            for await _ in starts {}
            try await ContinuousClock().sleep(for: wait)
            group.cancelAll()
            return try await group.next() ?? ""
        }
    }

    @Test("before it was asked for is none, and after its end is left alone")
    func outside() async throws {
        try await withEndpoint(answer: .events(["a"])) { exchanging in
            let early = ChatCancellation()
            early.cancel()
            #expect(await isCancelled(exchanging, by: early))
            try await ContinuousClock().sleep(for: .milliseconds(50))  // A request that was sent would be there by now.
            #expect(exchanging.endpoint.requests.isEmpty, "nobody is asked, and nothing is to be paid")
            let late = ChatCancellation()
            let text = try await exchanging.client.withEvents(
                for: Exchanging.request, until: late
            ) { events in
                try await events.reduce(into: "") { $0 += $1.text }
            }
            late.cancel()
            #expect(text == "a")
        }
    }
}
