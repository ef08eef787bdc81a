import AsyncHTTPClient
import ChatStream
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
public import Translation

/// Tells of the end of a job by an HTTP request.
///
/// Source: Standard Webhooks specification 1.0.0.
public struct Webhook: Sendable {
    private let url: String
    private let secret: WebhookSecret
    private let limit: Duration

    /// Creates a webhook.
    ///
    /// - Parameters:
    ///   - url: Where to; may hold what is nobody's business, so it stands in no error.
    ///   - secret: What it is signed with.
    ///   - limit: How long it may take. Default 30 s.
    public init(url: String, secret: WebhookSecret, limit: Duration = .seconds(30)) {
        self.url = url
        self.secret = secret
        self.limit = limit
    }

    /// Sends it once.
    ///
    /// - Parameter now: The time, which is signed with it.
    /// - Throws: `CancellationError`.
    public func tell(_ event: HookEvent, now: Timestamp) async throws -> DeliveryOutcome {
        var configuration = HTTPClient.Configuration()
        // A redirect could take it to another host.
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(10))
        configuration.connectionPool.retryConnectionEstablishment = false
        // A client for each: they are seldom, and what is left of one is gone with it, whatever the other side does.
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let outcome: Result<DeliveryOutcome, any Error>
        do {
            let answer = try await client.execute(request(event, now: now), timeout: TimeAmount(limit))
            outcome = .success(Self.judge(answer.status, answer.headers, now: now))
        } catch {
            outcome = .failure(error)
        }
        try await client.shutdown()
        try Task.checkCancellation()
        switch outcome {
        case .success(let outcome): return outcome
        case .failure(let error): return .again(reason: Self.reason(error))
        }
    }

    private func request(_ event: HookEvent, now: Timestamp) -> HTTPClientRequest {
        let (type, time) = ("job.\(event.kind.rawValue)", event.time)
        let head = #"{"type":"\#(type)","timestamp":"\#(time)","data":"#
        let body = Array(head.utf8) + event.job + Array("}".utf8)
        let seconds = now.milliseconds / 1000
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = [
            "Content-Type": "application/json", "User-Agent": "tolmach", "webhook-id": event.message,
            "webhook-timestamp": "\(seconds)",
            "webhook-signature": secret.signature(message: event.message, timestamp: seconds, body: body),
        ]
        request.body = .bytes(ByteBuffer(bytes: body))
        return request
    }

    static func judge(_ status: HTTPResponseStatus, _ headers: HTTPHeaders, now: Timestamp) -> DeliveryOutcome {
        switch status.code {
        case 200..<300: return .heard
        case 300..<400: return .again(reason: "status \(status.code); redirects are not followed")
        // The specification: whoever says so wants no more of it.
        case 410: return .refused(reason: "status 410: it wants to hear no more of this")
        default:
            let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
            return .again(
                after: RetryAdvice.delay(headers: headers, status: Int(status.code), now: date),
                reason: "status \(status.code)")
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: error.shortDescription
        case is NIOConnectionError: "no connection"
        default: "\(type(of: error))"
        }
    }
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) { self = .milliseconds(duration.wholeMilliseconds) }
}
