import ScriptedEndpoint
import Support
import Testing

@testable import ChatStream

@Suite("A healthy endpoint", .light, .timeLimit(.minutes(40)))
struct HealthyStreamTests {
    @Test("An answer arrives whole, with its cost and its end")
    func whole() async throws {
        let answer = Answer.events(["Hafen", " am", " Meer 🌊"], model: "other", usage: (12, 3))
        try await withEndpoint(answer: answer) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.error == nil)
            #expect(
                outcome.events == [
                    .started(model: "other"), .text("Hafen"), .text(" am"), .text(" Meer 🌊"), .finished(.stop),
                    .usage(TokenUsage(prompt: 12, completion: 3)), .done,
                ])
            #expect(outcome.batches.allSatisfy { !$0.isEmpty })
        }
    }

    @Test("An answer in writes of any size is the same answer", arguments: [1, 2, 3, 7, 64])
    func split(size: Int) async throws {
        let answer = Answer.events(["é", "東京", "🇫🇷"], usage: (1, 3)).split(every: size)
        // Hundreds of writes may take longer than the grace after a finish reason; a clock that stands still waits.
        try await withEndpoint(clock: ManualClock(), respond: { _ in answer }) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.text == "é東京🇫🇷")
            #expect(
                outcome.events.suffix(3).map { $0 } == [
                    .finished(.stop), .usage(TokenUsage(prompt: 1, completion: 3)), .done,
                ])
        }
    }

    @Test("The request is the one that the contract names")
    func recorded() async throws {
        try await withEndpoint(apiKey: " sk-private\n", respond: { _ in .events(["a"]) }) { exchanging in
            var request = Exchanging.request
            request.temperature = 0.3
            request.maxTokens = 99
            request.extra = #"{"seed": 42, "stop": ["x"]}"#
            request.messages.append(ChatMessage(role: .assistant, content: "Ge", marks: .prefix))
            #expect(await exchanging.ask(request).error == nil)
            let recorded = try #require(exchanging.endpoint.requests.first)
            #expect(recorded.method == "POST")
            #expect(recorded.path == "/v1/chat/completions")
            #expect(recorded.header("Authorization") == "Bearer sk-private")
            #expect(recorded.header("Content-Type") == "application/json")
            #expect(recorded.header("Accept") == "text/event-stream")
            #expect(recorded.header("User-Agent") == "tolmach")
            #expect(recorded.model == "small")
            #expect(recorded.stream)
            #expect(recorded.temperature == 0.3)
            #expect(recorded.json?["max_tokens"]?.number == 99)
            #expect(recorded.json?["seed"]?.number == 42)
            #expect(recorded.json?["stream_options"]?["include_usage"]?.bool == true)
            #expect(
                recorded.messages == [
                    .init(role: "user", content: "Secret harbour"),
                    .init(role: "assistant", content: "Ge", isPrefix: true),
                ])
        }
    }

    @Test("A connection serves one answer after the other")
    func reuse() async throws {
        try await withEndpoint(answer: .events(["a"])) { exchanging in
            for _ in 0..<10 { #expect(await exchanging.ask().text == "a") }
            // The framing's last bytes may come later than the next request, so it is not always the same one.
            #expect(exchanging.endpoint.acceptedConnections < 10)
        }
    }

    @Test("An answer that ends with its connection leaves none to the request that waits for one")
    func closeDelimited() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
        let answer = Answer(steps: [
            .send(Array(head.utf8)), .send(Array(Fixtures.healthy.utf8)), .delay(.milliseconds(50)), .close,
        ])
        try await withEndpoint(concurrency: 1, respond: { _ in answer }) { exchanging in
            await withTaskGroup(of: (any Error)?.self) { group in
                for _ in 0..<8 { group.addTask { await exchanging.ask().error } }
                for await error in group { #expect(error == nil) }
            }
            #expect(exchanging.endpoint.acceptedConnections == 8)
        }
    }

    @Test("More than eight answers stream at once")
    func concurrency() async throws {
        let answer = Answer.events(["a"]).cut(afterChunks: 1, by: .stall)
        try await withEndpoint(answer: answer) { exchanging in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<16 { group.addTask { _ = await exchanging.ask() } }
                try await eventually("sixteen requests have arrived") { exchanging.endpoint.requests.count == 16 }
                group.cancelAll()
            }
        }
    }

    @Test("A consumer may stop reading, and the connection is closed")
    func earlyExit() async throws {
        let flood = Answer(steps: [
            .send(Answer.events(["a"]).cut(afterChunks: 1, by: .close).bytes),
            .repeatForever(Array("5\r\n:\n:\n\n\r\n".utf8), every: .zero),
        ])
        try await withEndpoint(answer: flood) { exchanging in
            let first = try await exchanging.client.withEvents(for: Exchanging.request) { events in
                var iterator = events.makeAsyncIterator()
                return try await iterator.next()
            }
            #expect(first?.first == .started(model: "scripted"))
            try await eventually("the connection is closed", within: .seconds(20)) {
                exchanging.endpoint.openConnections == 0
            }
        }
    }

    @Test("A JSON completion is one piece of text", arguments: ["application/json", "text/event-stream", nil])
    func completion(contentType: String?) async throws {
        let body =
            #"{"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hafen"},"finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":1}}"#
        try await withEndpoint(answer: .whole(contentType: contentType, body: body)) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.error == nil)
            #expect(
                outcome.events == [
                    .started(model: "m"), .text("Hafen"), .finished(.stop),
                    .usage(TokenUsage(prompt: 2, completion: 1)),
                ])
        }
    }

    @Test("An event stream without its label is one all the same", arguments: [nil, "text/plain", "application/json"])
    func unlabelled(contentType: String?) async throws {
        try await withEndpoint(answer: .whole(contentType: contentType, body: Fixtures.healthy)) { exchanging in
            #expect(await exchanging.ask().text == "Notre équipe 東京 🇫🇷")
        }
    }

    @Test("An actor may read an answer into its own state")
    func actorState() async throws {
        try await withEndpoint(answer: .events(["a", "b"])) { exchanging in
            let reader = Reader()
            try await reader.read(exchanging.client)
            #expect(await reader.text == "ab")
        }
    }

    private actor Reader {
        var text = ""

        func read(_ client: ChatClient) async throws {
            try await client.withEvents(for: Exchanging.request) { events in
                for try await batch in events { text += batch.text }
            }
        }
    }
}
