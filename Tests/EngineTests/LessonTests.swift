import ChatStream
import Engine
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@Suite("An endpoint that refuses a part of the request", .besideAnother, .timeLimit(.minutes(40)))
struct LessonTests {
    private static let translator = DeterministicTranslator()

    private static func refusal(_ message: String, param: String? = nil) -> Answer {
        let param = param.map { #", "param": "\#($0)""# } ?? ""
        return .error(status: 400, body: #"{"error": {"message": "\#(message)"\#(param), "code": 400}}"#)
    }

    @Test(
        "as prefill is asked to continue from then on, also after a restart",
        arguments: [
            "This model does not support assistant message prefill. The conversation must end with a user message.",
            "Cannot have 2 or more assistant messages at the end of the list.",
            "Assistant response prefill is incompatible with enable_thinking.",
            "Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant",
        ], [ResumeMode.prefill, .prefix, .partial])
    func prefill(message: String, mode: ResumeMode) async throws {
        try await withWorkshop({ request in
            if request.messages.last?.role == "assistant" { return Self.refusal(message) }
            let chunks = Self.translator.answer(to: request)
            return request.received == nil ? .events(chunks).cut(afterChunks: 5, by: .close) : .events(chunks)
        }) { workshop in
            let craft = Craft(resume: mode, tries: 1)
            let first = try await workshop.add(words(12))
            try await withDaemon(in: workshop, craft) { _ in try await workshop.completion(of: first) }
            let attempts = try await workshop.store.attempts(of: first)
            #expect(attempts.map(\.mode) == [mode, mode, .continue])
            #expect(attempts.map(\.httpStatus) == [200, 400, 200])
            #expect(try await workshop.result(of: first) == workshop.expected(of: first))

            let second = try await workshop.add(words(12, from: 50))
            try await withDaemon(in: workshop, craft) { _ in try await workshop.completion(of: second) }
            #expect(try await workshop.store.attempts(of: second).map(\.mode) == [.continue, .continue])
            #expect(try await workshop.store.lessons() == ["main": [.rejectsPrefill]])
        }
    }

    /// A parameter that can be left out, and the words in which servers refuse it.
    struct Refused: Sendable, CustomTestStringConvertible {
        let key: String
        let message: String
        let lesson: Lesson
        var testDescription: String { key }
    }

    private static let refused = [
        Refused(
            key: "temperature",
            message:
                "Unsupported value: 'temperature' does not support 0.3 with this model. Only the default (1) value is supported.",
            lesson: .refusesTemperature),
        Refused(
            key: "stream_options", message: "Unknown parameter: stream_options.include_usage",
            lesson: .refusesStreamOptions),
        Refused(
            key: "max_tokens",
            message:
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            lesson: .renamesTokenLimit),
    ]

    @Test("is asked once more without it, and never with it again", arguments: refused)
    func parameter(refused: Refused) async throws {
        try await withWorkshop({ request in
            request.json?[refused.key] != nil
                ? Self.refusal(refused.message, param: refused.key) : .events(Self.translator.answer(to: request))
        }) { workshop in
            let craft = Craft(tries: 1, maxTokens: 500)
            for number in 0..<2 {
                let job = try await workshop.add(words(5, from: number))
                try await withDaemon(in: workshop, craft) { _ in try await workshop.completion(of: job) }
            }
            #expect(workshop.endpoint.requests.map { $0.json?[refused.key] != nil } == [true, false, false])
            #expect(try await workshop.store.lessons() == ["main": [refused.lesson]])
            if refused.lesson == .renamesTokenLimit {
                #expect(workshop.endpoint.requests.last?.json?["max_completion_tokens"]?.number == 500)
            }
        }
    }

    @Test("that takes the limit of tokens under neither name gets none")
    func noLimitAtAll() async throws {
        try await withWorkshop({ request in
            for key in ["max_tokens", "max_completion_tokens"] where request.json?[key] != nil {
                return Self.refusal("Unsupported parameter: '\(key)' is not supported with this model.", param: key)
            }
            return .events(Self.translator.answer(to: request))
        }) { workshop in
            let job = try await workshop.add(words(5))
            try await withDaemon(in: workshop, Craft(tries: 1, maxTokens: 500)) { _ in
                try await workshop.completion(of: job)
            }
            #expect(workshop.endpoint.requests.count == 3)
        }
    }

    @Test("and still refuses when that is left out fails the job, in its own words")
    func stillRefuses() async throws {
        try await withWorkshop({ _ in
            Self.refusal("temperature is not supported, whatever you do", param: "temperature")
        }) { workshop in
            let job = try await workshop.add(words(5))
            let state = try await withDaemon(in: workshop) { _ in try await workshop.end(of: job) }
            guard case .failed(_, let failure) = state else {
                Issue.record("it must fail; it is \(state)")
                return
            }
            #expect(failure.kind == "rejected" && failure.message.contains("whatever you do"))
            #expect(workshop.endpoint.requests.count == 2)
        }
    }

    @Test("because a value is out of its range keeps that value: leaving it out would change what was asked for")
    func outOfRange() async throws {
        try await withWorkshop({ _ in
            Self.refusal("max_tokens is too large: 500. This model has at most 100.", param: "max_tokens")
        }) { workshop in
            let job = try await workshop.add(words(5))
            let state = try await withDaemon(in: workshop, Craft(maxTokens: 500)) { _ in try await workshop.end(of: job)
            }
            #expect(state.name == .failed && workshop.endpoint.requests.count == 1)
        }
    }

    @Test("as vLLM does without its own words gets them, with a resumed request only")
    func vLLM() async throws {
        try await withWorkshop({ request in
            let isMarked =
                request.json?["continue_final_message"]?.bool == true
                && request.json?["add_generation_prompt"]?.bool == false
            guard isMarked == (request.messages.last?.role == "assistant") else {
                return .error(status: 400, body: #"{"message": "continue_final_message and the last role disagree"}"#)
            }
            let chunks = Self.translator.answer(to: request)
            return request.received == nil ? .events(chunks).cut(afterChunks: 5, by: .close) : .events(chunks)
        }) { workshop in
            let job = try await workshop.add(words(12))
            try await withDaemon(in: workshop, Craft(resume: .prefill, continuesFinalMessage: true)) { _ in
                try await workshop.completion(of: job)
            }
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
        }
    }
}
