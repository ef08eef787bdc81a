import NIOCore
import NIOPosix
import ScriptedEndpoint
import Support
import Testing

@Suite("The scripted endpoint", .light, .timeLimit(.minutes(40)))
struct ScriptedEndpointTests {
    private static let post =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nX-Test: One\r\nContent-Length: 33\r\n\r\n"
        + #"{"model":"m","temperature":0.5}"# + "\r\n"

    /// Connects, sends the text in pieces of the size, and returns all that comes until the endpoint closes.
    private func talk(to endpoint: ScriptedEndpoint, sending text: String, every size: Int = .max) async throws
        -> String
    {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: endpoint.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                try await outbound.write(ByteBuffer(bytes: rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            var received = ByteBuffer()
            for try await part in inbound { received.writeImmutableBuffer(part) }
            return String(buffer: received)
        }
    }

    private func withEndpoint(
        _ respond: @escaping ScriptedEndpoint.Responder, body: (ScriptedEndpoint) async throws -> Void
    ) async throws {
        let endpoint = try await ScriptedEndpoint.start(respond: respond)
        let result: Result<Void, any Error>
        do { result = .success(try await body(endpoint)) } catch { result = .failure(error) }
        try await endpoint.stop()
        try result.get()
    }

    @Test("A request is recorded with all its parts, however it was split", arguments: [1, 7, Int.max])
    func recording(size: Int) async throws {
        try await withEndpoint({ _ in .raw("bye", ending: .close) }) { endpoint in
            let answer = try await talk(to: endpoint, sending: Self.post, every: size)
            #expect(answer == "bye")
            let request = try #require(endpoint.requests.first)
            #expect(request.number == 0)
            #expect(request.method == "POST")
            #expect(request.path == "/v1/chat/completions")
            #expect(request.header("x-test") == "One")
            #expect(request.model == "m")
            #expect(request.temperature == 0.5)
            #expect(request.body.count == 33)
        }
    }

    @Test("Requests on one connection are answered in order, and numbered as they arrive")
    func keepAlive() async throws {
        let respond: ScriptedEndpoint.Responder = { request in
            request.number < 2 ? .raw("answer \(request.number) ") : .raw("last", ending: .close)
        }
        try await withEndpoint(respond) { endpoint in
            let answers = try await talk(to: endpoint, sending: Self.post + Self.post + Self.post)
            #expect(answers == "answer 0 answer 1 last")
            #expect(endpoint.requests.map(\.number) == [0, 1, 2])
            #expect(endpoint.acceptedConnections == 1)
        }
    }

    @Test("Every byte arrives before the connection is closed")
    func close() async throws {
        let bytes = String(repeating: "0123456789", count: 100_000)
        try await withEndpoint({ _ in .raw(bytes, ending: .close) }) { endpoint in
            let answer = try await talk(to: endpoint, sending: Self.post)
            #expect(answer == bytes)
        }
    }

    @Test("A reset is seen as an error, not as an end")
    func reset() async throws {
        try await withEndpoint({ _ in .raw("some", ending: .reset) }) { endpoint in
            await #expect(throws: (any Error).self) { try await talk(to: endpoint, sending: Self.post) }
        }
    }

    @Test("What is no request closes the connection")
    func nonsense() async throws {
        try await withEndpoint({ _ in .raw("never") }) { endpoint in
            let answer = try await talk(to: endpoint, sending: "nonsense\r\n\r\n")
            #expect(answer.isEmpty)
            #expect(endpoint.requests.isEmpty)
        }
    }

    @Test("Stopping closes connections that stall, and the port is free again")
    func stop() async throws {
        let endpoint = try await ScriptedEndpoint.start { _ in Answer(steps: [.stall]) }
        async let talking = talk(to: endpoint, sending: Self.post)
        while endpoint.requests.isEmpty { await Task.yield() }
        try await endpoint.stop()
        // Whether the client sees an end or an error is the system's choice; that it sees one at all is the fact.
        do { _ = try await talking } catch {}
        #expect(endpoint.openConnections == 0)
        let next = try await ScriptedEndpoint.start(port: endpoint.port) { _ in .raw("x", ending: .close) }
        #expect(next.port == endpoint.port)
        try await next.stop()
    }

    @Test("Connections that arrive while it stops are closed, every one of them")
    func arrivalsWhileStopping() async throws {
        for _ in 0..<100 {
            let endpoint = try await ScriptedEndpoint.start { _ in .raw("x", ending: .close) }
            try await withThrowingTaskGroup { group in
                for _ in 0..<16 {
                    group.addTask {
                        // Refused, reset or closed: which of them depends on how far the stop has come. None may stay.
                        do {
                            let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                                .connect(host: "127.0.0.1", port: endpoint.port).get()
                            // Linux drops a handshake that ends just as its listener closes, and tells who writes there.
                            try await client.writeAndFlush(ByteBuffer(string: Self.post))
                            try await client.closeFuture.get()
                        } catch {}
                    }
                }
                group.addTask { try await endpoint.stop() }
                try await group.waitForAll()
            }
            #expect(endpoint.openConnections == 0)
        }
    }
}
