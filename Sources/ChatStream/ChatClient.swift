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

    /// Creates a client with a connection pool of its own.
    ///
    /// - Parameters:
    ///   - endpoint: the server.
    ///   - concurrency: how many answers may stream at once over HTTP/1.1; further ones wait. At least 1.
    /// - Throws: ``ChatEndpoint/Invalid`` when the file of trusted certificates cannot be read.
    public init(endpoint: ChatEndpoint, concurrency: Int) throws {
        self.endpoint = endpoint
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
    ///   - clock: what the endpoint's ``ChatTimeouts`` are measured by.
    ///   - cancellation: ends the answer from outside of this task.
    ///   - body: reads the answer; called only when the endpoint accepted the request.
    /// - Throws: ``ChatError``, `CancellationError`, and what `body` throws.
    public func withEvents<C: Clock, R: Sendable>(
        for request: ChatRequest,
        clock: C,
        cancellation: ChatCancellation? = nil,
        isolation: isolated (any Actor)? = #isolation,
        body: (ChatEvents) async throws -> R
    ) async throws -> R where C.Duration == Duration {
        try Task.checkCancellation()
        // The system's clock is asked for each chunk, and of a type that is known that costs a tenth.
        guard let clock = clock as? ContinuousClock else {
            let watchdog = Watchdog(limits: endpoint.timeouts, clock: clock)
            return try await withExchange(request, watchdog, cancellation, isolation: isolation) { exchange in
                try await withThrowingTaskGroup(of: Void.self, isolation: isolation) { group in
                    group.addTask {
                        if let limit = await watchdog.run() { exchange.abort(.expired(limit)) }
                    }
                    defer { group.cancelAll() }
                    return try await read(exchange, watchdog, isolation: isolation, body: body)
                }
            }
        }
        let watchdog = Watchdog(limits: endpoint.timeouts, clock: clock)
        return try await withExchange(request, watchdog, cancellation, isolation: isolation) { exchange in
            let timer = WatchTimer(watchdog, on: exchange.eventLoop) { exchange.abort(.expired($0)) }
            timer.start()
            defer { timer.stop() }
            return try await read(exchange, watchdog, isolation: isolation, body: body)
        }
    }

    /// Sends the request and runs `body` on the connection's event loop; the answer ends with the task, or at somebody's word.
    private func withExchange<R: Sendable>(
        _ request: ChatRequest, _ watchdog: any Watching, _ cancellation: ChatCancellation?,
        isolation: isolated (any Actor)?, body: (Exchange) async throws -> R
    ) async throws -> R {
        watchdog.waitBegan()
        let exchange = Exchange(try message(for: request), over: client)
        cancellation?.begin { exchange.abort(.dropped) }
        defer { cancellation?.end() }
        return try await withTaskExecutorPreference(EventLoopTaskExecutor(exchange.eventLoop), isolation: isolation) {
            // Once for all reads, and not for each.
            try await withTaskCancellationHandler {
                try await body(exchange)
            } onCancel: {
                exchange.abort(.dropped)
            }
        }
    }

    private func read<R: Sendable>(
        _ exchange: Exchange, _ watchdog: any Watching, isolation: isolated (any Actor)?,
        body: (ChatEvents) async throws -> R
    ) async throws -> R {
        let first = await exchange.inbox.take(isolation: isolation)
        guard let contentType = try contentType(first, of: exchange, watchdog) else {
            throw try await refusal(first, of: exchange, isolation: isolation)
        }
        let reply = Reply(endpoint: endpoint, contentType: contentType)
        let reading = Reading(exchange: exchange, watch: watchdog, reply: reply)
        defer { reading.leave() }
        return try await body(ChatEvents(reading: reading))
    }

    /// Asks, and hands the answer to `body` as it streams in, with limits measured by the system's continuous clock.
    ///
    /// - Throws: ``ChatError``, `CancellationError`, and what `body` throws.
    public func withEvents<R: Sendable>(
        for request: ChatRequest,
        isolation: isolated (any Actor)? = #isolation,
        body: (ChatEvents) async throws -> R
    ) async throws -> R {
        try await withEvents(for: request, clock: ContinuousClock(), isolation: isolation, body: body)
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

    /// The label of a successful answer, empty where it has none; nil where the endpoint refuses.
    private func contentType(
        _ first: Inbox.Delivery, of exchange: Exchange, _ watchdog: any Watching
    ) throws -> String? {
        switch first {
        case .head(let head):
            guard (200..<300).contains(head.status.code) else { return nil }
            watchdog.waitEnded()
            guard let coding = head.contentCoding else { return head.headers.first(name: "content-type") ?? "" }
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

    /// What a refusal says.
    ///
    /// Not within its caller, whose frame would have room for it as long as an answer comes in.
    @inline(never) private func refusal(
        _ first: Inbox.Delivery, of exchange: Exchange, isolation: isolated (any Actor)?
    ) async throws -> ChatError {
        guard case .head(let head) = first else { throw CancellationError() }
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
