import ChatStream
import ScriptedEndpoint
import Support
import Testing

@Suite("A server that means harm", .besideAnother, .timeLimit(.minutes(40)))
struct HostileWireTests {
    /// What ends an answer that would never end.
    private static let impatient = ChatTimeouts(firstByte: .seconds(15), idle: .seconds(15))
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
    private static let chunked = head + "Transfer-Encoding: chunked\r\n\r\n"

    /// The beginning of an answer, and then the same bytes without end.
    private static func endless(_ beginning: String, _ more: String, every pause: Duration = .zero) -> Answer {
        Answer(steps: [.send(Array(beginning.utf8)), .repeatForever(Array(more.utf8), every: pause)])
    }

    /// A piece of a chunked body.
    private static func piece(_ text: String) -> String { String(text.utf8.count, radix: 16) + "\r\n\(text)\r\n" }

    private static let block = String(repeating: "x", count: 60_000)

    /// Asks until there is an error, and expects that the connection does not outlive it.
    private func error(
        of answer: Answer, timeouts: ChatTimeouts = impatient, location: SourceLocation = #_sourceLocation
    ) async throws -> ChatError {
        try await withEndpoint(
            timeouts: timeouts, respond: { _ in answer }
        ) { exchanging in
            let outcome = await exchanging.ask()
            try await eventually("the connection is closed", within: .seconds(20)) {
                exchanging.endpoint.openConnections == 0
            }
            return try #require(outcome.chatError, "not \(outcome)", sourceLocation: location)
        }
    }

    @Test(
        "A body without a line's end, an event of many lines, and a JSON without end are given up at a megabyte",
        arguments: [
            piece(block), piece("data: ") + piece(block), piece("{\"a\":\"") + piece(block), piece(": ") + piece(block),
        ])
    func endlessLine(beginning: String) async throws {
        let error = try await error(
            of: Self.endless(Self.chunked + beginning, Self.piece(Self.block)), timeouts: ChatTimeouts())
        #expect(error.kind == .malformed)
        #expect(error.message.contains("1048576 bytes"))
    }

    @Test("An event of endlessly many lines is given up at a megabyte")
    func endlessEvent() async throws {
        let line = Self.piece(String(repeating: "data: xxxxxxxxxx\n", count: 3000))
        #expect(try await error(of: Self.endless(Self.chunked, line), timeouts: ChatTimeouts()).kind == .malformed)
    }

    @Test(
        "Endlessly many events that bring no text are no progress",
        arguments: [
            "data: {}\n\n", #"data: {"choices":[]}"# + "\n\n", "data:\n\n", ":\n", "\n", "id: 7\n",
            #"data: {"choices":[{"delta":{"content":""}}]}"# + "\n\n", #"data: {"usage":{"prompt_tokens":1}}"# + "\n\n",
        ])
    func tinyEvents(event: String) async throws {
        let flood = Self.piece(String(repeating: event, count: 60_000 / event.utf8.count))
        let limits = ChatTimeouts(firstByte: .seconds(5), idle: .seconds(60))
        #expect(try await error(of: Self.endless(Self.chunked, flood), timeouts: limits).kind == .noProgress)
    }

    @Test("A refusal without end is not listened to")
    func endlessRefusal() async throws {
        let words = Self.piece(#"data: {"choices":[{"delta":{"refusal":"no, no, no"}}]}"# + "\n\n")
        #expect(
            try await error(of: Self.endless(Self.chunked, words), timeouts: ChatTimeouts()).message.contains("refusal")
        )
    }

    @Test("A header of a megabyte, and headers without end, are given up")
    func header() async throws {
        let long = Self.head + "X: " + String(repeating: "x", count: 1 << 20) + "\r\n\r\n"
        #expect(try await error(of: .raw(long), timeouts: ChatTimeouts()).kind == .malformed)
        #expect(try await error(of: Self.endless(Self.head, "X: y\r\n"), timeouts: ChatTimeouts()).kind == .malformed)
        #expect(try await error(of: Self.endless("HTTP/1.1 200 ", Self.block)).isTransient)
    }

    @Test("A head that comes byte by byte counts for no byte of an answer")
    func slowHead() async throws {
        let answer = Self.endless("HTTP/1.1 200 OK\r\nX: ", "x", every: .milliseconds(10))
        #expect(try await error(of: answer).kind == .stalled)
    }

    @Test("Endlessly many informational answers are no answer")
    func informational() async throws {
        let hints = String(repeating: "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n", count: 100)
        #expect(try await error(of: Self.endless("HTTP/1.1 100 Continue\r\n\r\n", hints)).kind == .stalled)
    }

    @Test("Trailers without end end the answer")
    func trailers() async throws {
        let answer = Self.endless(Self.chunked + Self.piece("data: {}\n\n") + "0\r\n", "X: y\r\n")
        #expect([.connectionLost, .stalled, .noProgress].contains(try await error(of: answer).kind))
    }

    @Test("An error's body without end is read as far as it is quoted")
    func endlessError() async throws {
        let answer = Self.endless(
            "HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n", Self.piece(Self.block))
        let error = try await error(of: answer)
        #expect(error.kind == .serverError && error.message.count <= 201)
    }

    @Test("A length that promises too much is a lost connection, after the text")
    func lengthTooLong() async throws {
        let answer = Answer.raw(Self.head + "Content-Length: 99999\r\n\r\n" + Fixtures.killed, ending: .close)
        try await withEndpoint(answer: answer) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.text == "El")
            #expect(outcome.chatError?.kind == .connectionLost)
        }
    }

    @Test("A length that promises too little cuts the answer there, and what follows is nobody's answer")
    func lengthTooShort() async throws {
        let body = Fixtures.killed + Fixtures.healthy
        let answer = Answer.raw(Self.head + "Content-Length: \(Fixtures.killed.utf8.count)\r\n\r\n" + body)
        try await withEndpoint(respond: { $0.number == 0 ? answer : .events(["honest"]) }) { exchanging in
            let outcome = await exchanging.ask()
            #expect(outcome.text == "El")
            #expect(outcome.chatError?.isTransient == true)
            // The connection may be found broken by the next question, which is then to be asked again.
            let next = await exchanging.ask()
            #expect(next.text == "honest" || next.chatError?.isTransient == true, "\(next)")
            #expect(await exchanging.ask().text == "honest")
        }
    }

    @Test("A second answer that nobody asked for is not taken for the next one")
    func smuggled() async throws {
        let smuggled = Answer.events(["smuggled"]).bytes
        let doubled = Answer.raw(Answer.events(["a"]).bytes + smuggled)
        try await withEndpoint(respond: { $0.number % 2 == 0 ? doubled : .events(["honest"]) }) { exchanging in
            for number in 0..<10 {
                let outcome = await exchanging.ask()
                // Its connection may be found broken by the next question, which is then to be asked again.
                let isAnswered = ["a", "honest"].contains(outcome.text)
                #expect(isAnswered || outcome.chatError?.isTransient == true, "question \(number): \(outcome)")
            }
        }
    }

    @Test("An answer before the question is an error, an answer or nothing, and never half of one")
    func greeting() async throws {
        let early = Answer.events(["early"]).bytes
        try await withEndpoint(timeouts: Self.impatient, greeting: early, respond: { _ in .events(["late"]) }) {
            exchanging in
            for _ in 0..<5 {
                let outcome = await exchanging.ask()
                #expect(
                    ["early", "late"].contains(outcome.text) || outcome.chatError?.isTransient == true, "not \(outcome)"
                )
            }
        }
    }

    @Test(
        "Chunks that are none, and lengths that contradict each other, are told",
        arguments: [
            chunked + "zz\r\n", chunked + "ffffffffffffffffff\r\n", chunked + "-5\r\nhello\r\n",
            head + "Content-Length: -1\r\n\r\n", head + "Content-Length: 99999999999999999999\r\n\r\n",
            head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "SSH-2.0-OpenSSH_9.6\r\n",
            "HTTP/9.9 200 OK\r\n\r\n", "\u{0}\u{1}\u{2}", head + "X\u{0}Y: z\r\n\r\n",
        ])
    func garbage(bytes: String) async throws {
        let error = try await error(of: .raw(bytes, ending: .close))
        #expect([.malformed, .connectionLost].contains(error.kind), "not \(error)")
    }

    @Test("Garbage where TLS was expected is a failed handshake")
    func garbageForTLS() async throws {
        let endpoint = try await ScriptedEndpoint.start(greeting: Array("220 mail\r\n".utf8)) { _ in .events([]) }
        let client = try ChatClient(
            endpoint: ChatEndpoint(
                name: "e", baseURL: "https://127.0.0.1:\(endpoint.port)/v1"),
            concurrency: 1)
        let outcome = await Exchanging(endpoint: endpoint, client: client).ask()
        try await client.shutdown()
        try await endpoint.stop()
        #expect(outcome.chatError?.kind == .tls, "not \(outcome)")
    }

    /// “data: {}” and two line ends, by gzip.
    private static let compressed: [UInt8] = [
        0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0x4B, 0x49, 0x2C, 0x49, 0xB4, 0x52, 0xA8, 0xAE, 0xE5, 0xE2, 0x02, 0,
    ]

    @Test("A compressed answer is told as one, not read as garbage", arguments: ["gzip", "br", "identity, GZIP"])
    func compressed(coding: String) async throws {
        let head = Self.head + "Content-Encoding: \(coding)\r\n"
        let answer = Answer.raw(
            Array("\(head)Content-Length: \(Self.compressed.count)\r\n\r\n".utf8) + Self.compressed)
        try await withEndpoint(answer: answer) { exchanging in
            let error = try #require(await exchanging.ask().chatError)
            #expect(error.kind == .notAnEventStream && error.message.contains("compressed (\(coding))"), "\(error)")
            #expect(exchanging.endpoint.requests.first?.header("Accept-Encoding") == "identity")
        }
    }

    @Test("A compressed error is told by its status, and `identity` is not compressed")
    func compressedError() async throws {
        let answer = Answer.error(status: 400, headers: [("Content-Encoding", "gzip")], body: "\u{1F}garbage")
        try await withEndpoint(answer: answer) { exchanging in
            let error = try #require(await exchanging.ask().chatError)
            #expect(error.kind == .rejected && !error.message.contains("garbage"))
        }
        let plain = Answer.whole(
            headers: [("Content-Encoding", "Identity")], contentType: "text/event-stream", body: Fixtures.healthy)
        try await withEndpoint(answer: plain) { #expect(await $0.ask().error == nil) }
    }

    @Test("A redirect to another host takes nothing there, the key least of all", arguments: [301, 302, 303, 307, 308])
    func redirect(status: Int) async throws {
        let other = try await ScriptedEndpoint.start { _ in .events(["stolen"]) }
        let answer = Answer.error(status: status, headers: [("Location", other.baseURL + "/chat/completions")])
        try await withEndpoint(apiKey: "sk-private", respond: { _ in answer }) { exchanging in
            let error = try #require(await exchanging.ask().chatError)
            #expect(error.kind == .rejected && !error.isTransient)
        }
        #expect(other.acceptedConnections == 0, "nobody was to call there")
        try await other.stop()
    }
}
