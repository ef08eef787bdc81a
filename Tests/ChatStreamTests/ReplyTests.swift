import Support
import Testing

@testable import ChatStream

@Suite("What an answer tells", .light)
struct ReplyTests {
    @Test(
        "A healthy answer tells its start, its text, its finish, its cost and its end, in any dress",
        arguments: [Fixtures.healthy, Fixtures.dressedUp])
    func healthy(body: String) throws {
        let (events, verdict) = try decode(body)
        #expect(
            events == [
                .started(model: "small"), .text("Notre"), .text(" équipe"), .text(" 東京 🇫🇷"), .finished(.stop),
                .usage(TokenUsage(prompt: 21, completion: 7, cached: 4)), .done,
            ])
        #expect(verdict == .complete)
    }

    @Test("A clean end without a finish reason is an interruption, after all the text")
    func killed() throws {
        let (events, verdict) = try decode(Fixtures.killed)
        #expect(events == [.started(model: "small"), .text("El")])
        #expect(verdict?.kind == .endedWithoutFinish)
    }

    @Test("[DONE] without a finish reason is an interruption")
    func doneOnly() throws {
        let (_, verdict) = try decode("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]  \n\n")
        #expect(verdict?.kind == .endedWithoutFinish)
    }

    @Test("A lost connection keeps the text and a torn last event tells nothing")
    func torn() throws {
        let (events, verdict) = try decode(Fixtures.torn, end: .lost(Lost()))
        #expect(events.text == "Notre")
        #expect(verdict?.kind == .connectionLost)
        #expect(!events.contains { if case .undecodable = $0 { true } else { false } })
    }

    private struct Lost: Error {}

    @Test("Several data lines, reasoning, nonsense and a late error are told in order")
    func odd() throws {
        let (events, verdict) = try decode(Fixtures.odd)
        let error = EndpointError(code: "502", message: "upstream gone")
        #expect(
            events == [
                .started(model: nil), .text("a"), .undecodable(8), .reasoning, .text("b"), .failed(error),
            ])
        #expect(verdict?.kind == .serverError)
    }

    @Test(
        "An error inside the stream is found in every shape and classified by its code or type",
        arguments: [
            (#"data: {"error":{"message":"m","code":429}}"#, ChatError.Kind.rateLimited),
            (#"data: {"error":{"message":"m","code":"rate_limit_exceeded","type":"x"}}"#, .rateLimited),
            (#"data: {"object":"error","message":"m","type":"BadRequestError","param":null,"code":400}"#, .rejected),
            ("event: error\ndata: {\"message\":\"m\",\"code\":503}", .overloaded),
            ("event: error\ndata: m", .serverError),
            (#"data: {"error":"m","error_type":"overloaded"}"#, .overloaded),
            (#"data: {"type":"error","error":{"type":"overloaded_error","message":"m"}}"#, .overloaded),
            (
                #"data: {"error":{"code":"server_error","message":"m"},"choices":[{"delta":{"content":""},"finish_reason":"error"}]}"#,
                .serverError
            ),
            (
                #"data: {"choices":[{"delta":{},"finish_reason":"error","error":{"code":502,"message":"m"}}]}"#,
                .serverError
            ),
            (#"data: {"error":{"code":400,"message":"m","type":"exceed_context_size_error"}}"#, .contextLength),
            (#"data: {"error":{"code":"401","message":"m"}}"#, .unauthorized),
        ])
    func errors(event: String, kind: ChatError.Kind) throws {
        let (events, verdict) = try decode(Fixtures.killed + event + "\n\n")
        #expect(events.text == "El")
        guard case .failed(let error) = events.last else {
            Issue.record("the last event is \(String(describing: events.last)), not the error")
            return
        }
        #expect(error.message == "m")
        #expect(verdict?.kind == kind)
    }

    @Test("The finish reason “error” without more is a failure of the server")
    func finishError() throws {
        let (_, verdict) = try decode(Fixtures.lines([Fixtures.chunk("{}", finish: #""error""#)]))
        #expect(verdict?.kind == .serverError)
    }

    @Test("After a finish reason nothing spoils the answer: no error, no nonsense, no missing [DONE]")
    func afterFinish() throws {
        let finished = Fixtures.lines([Fixtures.chunk(#"{"content":"a"}"#), Fixtures.chunk("{}", finish: #""stop""#)])
        for rest in ["", #"data: {"error":{"message":"late"}}"# + "\n\n", "data: {", "data: x\n\n"] {
            let (events, verdict) = try decode(finished + rest, end: .lost(Lost()))
            #expect(events.text == "a")
            #expect(verdict == .complete)
        }
    }

    @Test("Twenty undecodable events in a row are too many, with a good one between they are not")
    func nonsense() throws {
        let nonsense = String(repeating: "data: <html>\n\n", count: 19)
        let good = Fixtures.lines([Fixtures.chunk(#"{"content":"a"}"#)])
        let (_, verdict) = try decode(nonsense + good + nonsense + Fixtures.healthy)
        #expect(verdict == .complete)
        let (_, second) = try decode(good + nonsense + "data: <html>\n\n" + Fixtures.healthy)
        #expect(second?.kind == .malformed)
    }

    @Test("Chunks in unusual shapes are understood")
    func unusual() throws {
        let (events, _) = try decode(
            Fixtures.lines([
                #"data: {"type":"ping"}"#,
                #"data: {"choices":[],"prompt_filter_results":[]}"#,
                #"data: {"choices":[{"delta":{"content":[{"type":"thinking","thinking":[]},{"type":"text","text":"a"}]}}]}"#,
                #"data: {"choices":[{"message":{"content":"b"},"finish_reason":""}]}"#,
                #"data: {"choices":[{"index":1,"delta":{"content":"other"}}]}"#,
                #"data: {"choices":[{"delta":{"refusal":"I cannot"}}],"usage":null}"#,
                #"data: {"choices":[{"delta":{"content":"c"},"finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}"#,
            ]))
        #expect(
            events == [
                .started(model: nil), .reasoning, .text("a"), .text("b"), .refusal("I cannot"), .text("c"),
                .finished(.length), .usage(TokenUsage(prompt: 1, completion: 2)),
            ])
    }

    @Test("Every word of a finish reason survives a round trip")
    func finishReasons() {
        for word in ["stop", "length", "content_filter", "tool_calls", "error", "eos_token"] {
            #expect(FinishReason(rawValue: word).rawValue == word)
        }
    }
}
