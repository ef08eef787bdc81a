import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sends chat completions to one endpoint and streams the answers.
///
/// Shut it down with ``shutdown()`` before it is released.
public final class ChatClient: Sendable {
    private let endpoint: ChatEndpoint
    private let client: HTTPClient
    private let clock: any Clock<Duration>

    /// Creates a client with a connection pool of its own.
    ///
    /// - Parameters:
    ///   - endpoint: the server.
    ///   - concurrency: how many answers may stream at once over HTTP/1.1; further ones wait. At least 1.
    ///   - clock: what the endpoint's ``ChatTimeouts`` are measured by.
    /// - Throws: ``ChatEndpoint/Invalid`` when the file of trusted certificates cannot be read.
    public init(
        endpoint: ChatEndpoint, concurrency: Int, clock: any Clock<Duration> = ContinuousClock()
    ) throws {
        self.endpoint = endpoint
        self.clock = clock
        client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: try .streaming(endpoint, concurrency: max(1, concurrency))
        )
    }

    /// Closes all connections; answers in flight end as if cancelled.
    public func shutdown() async throws {
        try await client.shutdown()
    }

    /// Asks, and hands the answer to `body` as it streams in.
    ///
    /// The connection and the watch over its silence live exactly as long as `body`: when it returns, throws, or the task
    /// is cancelled, the connection is closed, or given back to the pool if the answer was whole. What of `body` is isolated
    /// to no actor runs on the connection's event loop, beside other answers: it must not block.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - body: reads the answer; called only when the endpoint accepted the request.
    /// - Throws: ``ChatError``, `CancellationError`, and what `body` throws.
    public func withEvents<R: Sendable>(
        for request: ChatRequest,
        isolation: isolated (any Actor)? = #isolation,
        body: (ChatEvents) async throws -> R
    ) async throws -> R {
        let cancellation = ChatCancellation()
        return try await withTaskCancellationHandler {
            try await withEvents(for: request, until: cancellation, isolation: isolation, body: body)
        } onCancel: {
            cancellation.cancel()
        }
    }

    /// Asks, and hands the answer to `body` as it streams in, until somebody ends it.
    ///
    /// As ``withEvents(for:isolation:body:)``, but once it has asked it does not hear that the task is cancelled: whoever
    /// cancels that cancels `cancellation` too. To hear of it took 430 bytes of each stream (`Tests/Benchmark`, section
    /// `memory`).
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - cancellation: ends the answer from outside of this task; for one request only.
    ///   - body: reads the answer; called only when the endpoint accepted the request.
    /// - Throws: ``ChatError``, `CancellationError`, and what `body` throws.
    public func withEvents<R: Sendable>(
        for request: consuming ChatRequest,
        until cancellation: ChatCancellation,
        isolation: isolated (any Actor)? = #isolation,
        body: (ChatEvents) async throws -> R
    ) async throws -> R {
        try Task.checkCancellation()
        guard !cancellation.isCancelled else { throw CancellationError() }
        let exchange = try begin(consume request, cancellation)
        return try await withTaskExecutorPreference(exchange.executor, isolation: isolation) {
            exchange.watch()
            defer { exchange.release() }
            let reading = try await open(exchange, isolation: isolation)
            defer { reading.leave() }
            return try await body(ChatEvents(reading: reading))
        }
    }

    // What waits as long as an answer comes in is a frame of the task for each stream, with room for whatever its function
    // has at any time; and what the task's allocator has once taken for a frame, it keeps as long as the task runs. So what
    // is done before, behind and between is done in functions of their own, and where it is much, in such as do not wait:
    // the frames of a stream took 11 kB, and take 2 (`Tests/Benchmark`, section `memory`).

    /// Sends the request.
    @inline(never) private func begin(
        _ request: consuming ChatRequest, _ cancellation: ChatCancellation
    ) throws -> Exchange {
        let (message, clock) = (try message(for: request), clock)
        func exchange(_ clock: some Clock<Duration>) -> Exchange {
            Exchange(message, over: client, Watchdog(limits: endpoint.timeouts, clock: clock), cancellation)
        }
        // The system's clock is asked for each chunk, and of a type that is known that costs a tenth.
        if let system = clock as? ContinuousClock { return exchange(system) }
        return exchange(clock)
    }

    /// Waits for the answer's head.
    ///
    /// - Throws: ``ChatError`` where the endpoint refuses, and `CancellationError`.
    @inline(never) private func open(
        _ exchange: Exchange, isolation: isolated (any Actor)?
    ) async throws -> sending Reading {
        switch try opening(of: exchange, await exchange.inbox.take(isolation: isolation)) {
        case .reading(let reading): return reading
        case .refusal(let head): throw try await refusal(head, of: exchange, isolation: isolation)
        }
    }

    /// What an answer begins with.
    private enum Opening {
        case reading(Reading)
        case refusal(HTTPResponseHead)
    }

    @inline(never) private func opening(
        of exchange: Exchange, _ first: Inbox.Delivery
    ) throws -> sending Opening {
        switch first {
        case .head(let head):
            guard (200..<300).contains(head.status.code) else { return .refusal(head) }
            exchange.watchdog.waitEnded()
            guard let coding = head.contentCoding else {
                let reply = Reply(endpoint: endpoint, contentType: head.headers.first(name: "content-type"))
                return .reading(Reading(exchange: exchange, reply: reply))
            }
            exchange.abort(.dropped)
            throw ChatError(
                kind: .notAnEventStream, endpoint: endpoint.name, httpStatus: Int(head.status.code),
                message: "the answer is compressed (\(coding)), although that was not accepted")
        case .end(.expired(let limit)): throw ChatError(expired: limit, endpoint: endpoint)
        case .end(.dropped): throw CancellationError()
        case .end(.lost(let error)):
            // The client's own word for being shut down.
            if error as? HTTPClientError == .cancelled { throw CancellationError() }
            throw ChatError(transport: error, endpoint: endpoint, hasHead: false)
        case .end(.complete), .parts, .events:
            throw ChatError(kind: .connectionLost, endpoint: endpoint.name, message: "an answer without a head")
        }
    }

    private func message(for request: ChatRequest) throws -> HTTPClient.Request {
        do {
            var headers = HTTPHeaders([
                ("Content-Type", "application/json"), ("Accept", "text/event-stream"),
                ("Accept-Encoding", "identity"), ("User-Agent", "tolmach"),
            ])
            if let key = endpoint.apiKey { headers.add(name: "Authorization", value: "Bearer \(key.secret)") }
            for (name, value) in endpoint.headers { headers.replaceOrAdd(name: name, value: value) }
            return try HTTPClient.Request(
                url: endpoint.completionsURL,
                method: .POST,
                headers: headers,
                body: .byteBuffer(ByteBuffer(bytes: try request.body()))
            )
        } catch let error as ChatRequest.Malformed {
            throw ChatError(kind: .invalidRequest, endpoint: endpoint.name, message: error.reason)
        } catch {
            throw ChatError(transport: error, endpoint: endpoint, hasHead: false)
        }
    }

    /// What a refusal says.
    @inline(never) private func refusal(
        _ head: HTTPResponseHead, of exchange: Exchange, isolation: isolated (any Actor)?
    ) async throws -> ChatError {
        let coding = head.contentCoding
        let body = coding == nil ? try await errorBody(of: exchange, isolation: isolation) : []
        if coding != nil { exchange.abort(.dropped) }
        try Task.checkCancellation()
        return ErrorAnswer(endpoint: endpoint, head: head, body: body).error(now: Date())
    }

    /// As much of an error's body as comes, up to ``ErrorAnswer/longestBody``; a body cut short still tells something.
    private func errorBody(of exchange: Exchange, isolation: isolated (any Actor)?) async throws -> [UInt8] {
        var body: [UInt8] = []
        while body.count < ErrorAnswer.longestBody {
            switch await exchange.inbox.take(isolation: isolation) {
            case .parts(let parts, _): for part in parts { body.append(contentsOf: part.readableBytesView) }
            // Nobody wants to know it: half a refusal must not be taken for the endpoint's word.
            case .end(.dropped): throw CancellationError()
            case .head, .events, .end: return body
            }
        }
        exchange.abort(.dropped)
        return Array(body.prefix(ErrorAnswer.longestBody))
    }
}

extension HTTPResponseHead {
    /// How the body is compressed; `nil` where it is not.
    ///
    /// Nothing is decompressed here: a bomb of a few kilobytes unpacks to gigabytes, and what streams is not worth it.
    fileprivate var contentCoding: String? {
        let codings = headers["content-encoding"].joined(separator: ", ")
        let isIdentity = codings.split(separator: ",").allSatisfy { $0.trimmed.lowercased() == "identity" }
        return isIdentity ? nil : codings.quotable(upTo: 40)
    }
}
