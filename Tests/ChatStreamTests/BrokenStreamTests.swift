import ChatStream
import ScriptedEndpoint
import Support
import Testing

@Suite("An answer that breaks off", .light, .timeLimit(.minutes(40)))
struct BrokenStreamTests {
    static let texts = ["Der", " Häfen", " 東京", " 🇫🇷", "."]

    @Test(
        "Closed or reset after any chunk, all text before it is delivered, and then the error",
        arguments: [Answer.Ending.close, .reset], 0...5)
    func cut(ending: Answer.Ending, chunks: Int) async throws {
        let answer = Answer.events(Self.texts).cut(afterChunks: chunks, by: ending)
        try await withEndpoint(answer: answer) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.text == Self.texts.prefix(chunks).joined())
            #expect(outcome.chatError?.kind == .connectionLost)
        }
    }

    @Test("Closed at any byte, the text is a prefix of the whole and the error is told unless the finish was seen")
    func cutAnywhere() async throws {
        let answer = Answer.events(Self.texts)
        let bytes = answer.bytes
        let finish = try #require(Self.finishEnd(bytes))
        try await withEndpoint(respond: { answer.cut(afterBytes: $0.number * 7, by: .close) }) { exchanging in
            for number in 0..<(bytes.count / 7) {
                let outcome = await exchanging.ask()
                #expect(Self.texts.joined().hasPrefix(outcome.text), "cut at byte \(number * 7)")
                if number * 7 < finish {
                    #expect(outcome.chatError?.kind == .connectionLost, "cut at byte \(number * 7)")
                } else {
                    #expect(outcome.error == nil, "cut at byte \(number * 7)")
                }
            }
        }
    }

    /// Where the line with the finish reason ends.
    private static func finishEnd(_ bytes: [UInt8]) -> Int? {
        let mark = Array(#""finish_reason":"stop"}]}"#.utf8)
        return bytes.indices.first { bytes[$0...].starts(with: mark) }.map { $0 + mark.count + 1 }
    }

    @Test("A clean end without a finish reason is told, with and without [DONE]", arguments: [true, false])
    func cleanEnd(done: Bool) async throws {
        try await withEndpoint(answer: .events(Self.texts, finish: nil, done: done)) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.text == Self.texts.joined())
            #expect(outcome.chatError?.kind == .endedWithoutFinish)
            #expect(outcome.chatError?.isTransient == true)
        }
    }

    @Test("An error inside the stream comes after the text before it")
    func errorInside() async throws {
        let answer = Answer.body([Fixtures.killed, "data: {\"error\":{\"message\":\"gone\",\"code\":502}}\n\n"])
        try await withEndpoint(answer: answer) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.text == "El")
            #expect(outcome.events.last == .failed(EndpointError(code: "502", message: "gone")))
            #expect(outcome.chatError?.kind == .serverError)
        }
    }

    @Test("A connection reset before any answer is a lost one")
    func resetAtOnce() async throws {
        try await withEndpoint(answer: Answer(steps: [.reset])) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.chatError?.kind == .connectionLost)
            #expect(outcome.chatError?.isTransient == true)
        }
    }

    @Test("A refused connection is told at once")
    func refused() async throws {
        let endpoint = try await ScriptedEndpoint.start { _ in .events([]) }
        let baseURL = endpoint.baseURL
        try await endpoint.stop()
        let client = try ChatClient(endpoint: ChatEndpoint(name: "gone", baseURL: baseURL), concurrency: 1)
        let start = ContinuousClock.now
        let error = await #expect(throws: ChatError.self) {
            try await client.withEvents(for: Exchanging.request) { _ in }
        }
        try await client.shutdown()
        #expect(error?.kind == .unreachable)
        #expect(error?.description == "endpoint gone: no connection: Connection refused")
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test("A client that was shut down fails at once")
    func shutDown() async throws {
        let client = try ChatClient(
            endpoint: ChatEndpoint(name: "gone", baseURL: "http://127.0.0.1:9/v1"), concurrency: 1)
        try await client.shutdown()
        // Silence would be given up after five minutes, as a silent endpoint is.
        let error = await #expect(throws: ChatError.self) {
            try await client.withEvents(for: Exchanging.request) { _ in }
        }
        #expect(error?.kind == .connectionLost, "\(String(describing: error))")
    }

    @Test("Cancelling closes the connection at once and throws a CancellationError", arguments: [0, 1])
    func cancellation(chunks: Int) async throws {
        let answer = Answer.events(Self.texts).cut(afterChunks: chunks, by: .stall)
        try await withEndpoint(answer: answer) { exchanging in
            let asking = Task { await exchanging.ask() }
            try await eventually("the request has arrived") { exchanging.endpoint.requests.count == 1 }
            asking.cancel()
            let outcome = await asking.value
            #expect(outcome.error is CancellationError)
            try await eventually("the connection is closed", within: .seconds(20)) {
                exchanging.endpoint.openConnections == 0
            }
        }
    }

    @Test("Shutting the client down cancels answers in flight")
    func shutdown() async throws {
        let endpoint = try await ScriptedEndpoint.start { _ in Answer.events(["a"]).cut(afterChunks: 1, by: .stall) }
        let client = try ChatClient(endpoint: ChatEndpoint(name: "e", baseURL: endpoint.baseURL), concurrency: 1)
        let asking = Task { await Exchanging(endpoint: endpoint, client: client).ask() }
        try await eventually("the request has arrived") { endpoint.requests.count == 1 }
        try await client.shutdown()
        #expect(await asking.value.error is CancellationError)
        try await endpoint.stop()
    }
}
