import Engine
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@Suite("An answer that is called complete", .besideAnother, .timeLimit(.minutes(40)))
struct WorthTests {
    private static let translator = DeterministicTranslator()

    /// What one job came to at an endpoint.
    private struct Outcome: Sendable {
        let state: JobState
        let text: String
        let expected: String
        let attempts: [Attempt]

        var failure: JobFailure? {
            if case .failed(_, let failure) = state { failure } else { nil }
        }
    }

    private func outcome(
        of text: String, craft: Craft = Craft(), _ respond: @escaping ScriptedEndpoint.Responder
    ) async throws -> Outcome {
        var outcome: Outcome?
        try await withWorkshop(respond) { workshop in
            let job = try await workshop.add(text)
            let state = try await withDaemon(in: workshop, craft) { _ in try await workshop.end(of: job) }
            outcome = Outcome(
                state: state, text: try await workshop.result(of: job), expected: try await workshop.expected(of: job),
                attempts: try await workshop.store.attempts(of: job))
        }
        return try #require(outcome)
    }

    private static func delta(_ json: String, finish: String = "null") -> String {
        #"data: {"choices":[{"index":0,"delta":\#(json),"finish_reason":\#(finish)}]}"# + "\n\n"
    }

    @Test(
        "and is empty is asked for once more, in stricter words, and then not called a translation",
        arguments: [[], [" ", "\n"]])
    func empty(chunks: [String]) async throws {
        let outcome = try await outcome(of: words(8)) { _ in .events(chunks) }
        #expect(outcome.failure?.kind == "empty_answer", "an empty text must not be called complete: \(outcome.state)")
        #expect(outcome.attempts.map(\.outcome) == [.interrupted, .failed])
    }

    @Test("and is empty once is simply asked for again")
    func emptyOnce() async throws {
        let outcome = try await outcome(of: words(8)) { request in
            .events(request.number == 0 ? [] : Self.translator.answer(to: request))
        }
        #expect(outcome.state.name == .completed && outcome.text == outcome.expected)
    }

    @Test("and is far too short is continued: a gateway makes up “stop” when the endpoint behind it closes")
    func short() async throws {
        let outcome = try await outcome(of: words(80)) { request in
            let chunks = Self.translator.answer(to: request)
            return .events(request.number == 0 ? Array(chunks.prefix(4)) : chunks)
        }
        #expect(outcome.state.name == .completed && outcome.text == outcome.expected)
        #expect(outcome.attempts.map(\.outcome) == [.interrupted, .completed])
    }

    @Test("and is a refusal fails the job with the model's words, after it was asked once in stricter ones")
    func refusal() async throws {
        let outcome = try await outcome(of: words(8)) { _ in
            .body([
                Self.delta(#"{"role":"assistant","content":null}"#), Self.delta(#"{"refusal":"I cannot "}"#),
                Self.delta(#"{"refusal":"translate this."}"#), Self.delta("{}", finish: #""stop""#), "data: [DONE]\n\n",
            ])
        }
        #expect(outcome.failure?.kind == "refused")
        #expect(outcome.failure?.message.contains("I cannot translate this.") == true)
        #expect(outcome.attempts.map(\.outcome) == [.interrupted, .failed])
    }

    @Test("by the content filter fails the job at once, and keeps the text")
    func filter() async throws {
        try await withWorkshop({ request in
            .events(Array(Self.translator.answer(to: request).prefix(5)), finish: "content_filter")
        }) { workshop in
            let job = try await workshop.add(words(12))
            let state = try await withDaemon(in: workshop) { _ in try await workshop.end(of: job) }
            guard case .failed(_, let failure) = state else {
                Issue.record("a filtered answer must fail the job; it is \(state)")
                return
            }
            #expect(failure.kind == "content_filter" && !failure.hint.isEmpty)
            #expect(workshop.endpoint.requests.count == 1)
            #expect(try await workshop.store.segments(of: job).map { $0.text.split(separator: " ").count } == [4])
        }
    }

    @Test("and never ends is cut off before it costs much, and the connection is closed")
    func endless() async throws {
        let event = Self.delta(#"{"content":" again and again and again"}"#)
        let chunk = Array((String(event.utf8.count, radix: 16) + "\r\n" + event + "\r\n").utf8)
        try await withWorkshop({ _ in
            Answer(steps: Answer.body([]).steps.prefix(1) + [.repeatForever(chunk, every: .zero)])
        }) { workshop in
            let job = try await workshop.add(words(8))
            let state = try await withDaemon(in: workshop) { _ in
                let state = try await workshop.end(of: job)
                try await eventually("the connection is closed", within: .seconds(5)) {
                    workshop.endpoint.openConnections == 0
                }
                return state
            }
            guard case .failed(_, let failure) = state else {
                Issue.record("an endless answer must fail the job; it is \(state)")
                return
            }
            #expect(["runaway", "looping"].contains(failure.kind), "\(failure)")
            #expect(workshop.endpoint.requests.count == 2, "once more in stricter words, and no third time")
            let text = try #require(try await workshop.store.segments(of: job).first).text
            #expect(text.count < 200_000, "an endless answer must be cut off; \(text.count) characters were taken")
        }
    }

    @Test("tells which model gave it and what it cost, and that is kept")
    func figures() async throws {
        let outcome = try await outcome(of: words(8)) { request in
            let chunks = Self.translator.answer(to: request)
            return .events(chunks, model: "another-model-7b", usage: (31, chunks.count))
        }
        let attempt = try #require(outcome.attempts.first)
        #expect((attempt.model, attempt.replyModel) == ("scripted", "another-model-7b"))
        #expect((attempt.promptTokens, attempt.completionTokens) == (31, 8))
        #expect((attempt.httpStatus, attempt.finishReason, attempt.outcome) == (200, "stop", .completed))
        #expect(attempt.chunks == 8 && attempt.characters == outcome.expected.count && attempt.firstTextAt != nil)
    }

    @Test("with its thoughts written into the text holds none of them, and none is sent back")
    func thinkBlock() async throws {
        let thoughts = ["<th", "ink>\nThe user wants Spanish.", " Let me see: el río", "</thi", "nk>\n", "\n"]
        let outcome = try await outcome(of: words(24)) { request in
            let chunks = Self.translator.answer(to: request)
            return request.received == nil
                ? .events(thoughts + chunks.prefix(9), finish: nil, done: false) : .events(thoughts + chunks)
        }
        #expect(outcome.state.name == .completed && outcome.text == outcome.expected, "\(outcome.text)")
        #expect(outcome.attempts.count == 2 && outcome.attempts.last?.prefixCharacters ?? 0 > 0)
    }

    @Test("in a reasoning model's way holds none of its thoughts")
    func reasoning() async throws {
        let outcome = try await outcome(of: words(3)) { request in
            .body([
                Self.delta(#"{"role":"assistant","content":""}"#),
                Self.delta(#"{"reasoning_content":"The user wants"}"#),
                Self.delta("{\"content\":\"\(Self.translator.answer(to: request).joined())\"}"),
                Self.delta("{}", finish: #""stop""#), "data: [DONE]\n\n",
            ])
        }
        #expect(outcome.state.name == .completed && outcome.text == outcome.expected)
    }
}
