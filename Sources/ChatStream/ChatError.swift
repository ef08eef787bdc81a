/// Why an answer did not come, or did not come whole: what was tried, at which endpoint, and whether again can help.
///
/// Never holds a key, a request or a document's text.
public struct ChatError: Error, Sendable, Hashable {
    /// What sort of failure it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// No connection: refused, no route, no such name, timed out.
        case unreachable
        /// The TLS handshake failed, or the certificate is not trusted.
        case tls
        /// The connection was closed or reset before the answer was whole.
        case connectionLost
        /// The answer ended cleanly, but without a finish reason: an interruption all the same.
        case endedWithoutFinish
        /// No byte came for longer than the limit.
        case stalled
        /// Nothing but comments came for longer than the limit.
        case noProgress
        /// 429.
        case rateLimited
        /// 503 or 529.
        case overloaded
        /// Another 5xx, or 408, 409, 425; also an error inside the stream that says nothing more exact.
        case serverError
        /// 401 or 403.
        case unauthorized
        /// 402; transient only when the endpoint says when to come back.
        case paymentRequired
        /// 404: the path or the model.
        case notFound
        /// The request is longer than the model's context: never to be sent unchanged again.
        case contextLength
        /// Another 4xx, or a redirect.
        case rejected
        /// The status was 200, but the body neither an event stream nor a chat completion.
        case notAnEventStream
        /// An answer that makes no sense: many undecodable events in a row, one past all bounds, or no HTTP at all.
        case malformed
        /// The request cannot be sent as it is: `extra` is no JSON object, a header has an illegal character.
        case invalidRequest
    }

    /// What sort of failure it is.
    public var kind: Kind
    /// The endpoint's name.
    public var endpoint: String
    /// The HTTP status, when there was an answer.
    public var httpStatus: Int?
    /// What failed, in the endpoint's own words where it gave some.
    public var message: String
    /// The error in the endpoint's own words, with code, type and parameter, when it gave one.
    public var cause: EndpointError?
    /// How long the endpoint asked to be left alone; never negative, at most a day.
    public var retryAfter: Duration?

    /// Creates an error.
    public init(
        kind: Kind,
        endpoint: String,
        httpStatus: Int? = nil,
        message: String,
        cause: EndpointError? = nil,
        retryAfter: Duration? = nil
    ) {
        self.kind = kind
        self.endpoint = endpoint
        self.httpStatus = httpStatus
        self.message = message
        self.cause = cause
        self.retryAfter = retryAfter
    }

    /// Whether trying again, unchanged, can help.
    public var isTransient: Bool {
        switch kind {
        case .unreachable, .tls, .connectionLost, .endedWithoutFinish, .stalled, .noProgress, .rateLimited, .overloaded,
            .serverError, .malformed:
            true
        case .notAnEventStream:
            // A login page of some network on the way looks like this, and goes away; the tries are bounded.
            true
        case .paymentRequired: retryAfter != nil
        case .unauthorized, .notFound, .contextLength, .rejected, .invalidRequest: false
        }
    }
}

extension ChatError: CustomStringConvertible {
    /// One line: the endpoint, the status, what failed.
    public var description: String {
        let status = httpStatus.map { " (HTTP \($0))" } ?? ""
        return "endpoint \(endpoint): \(message)\(status)"
    }
}
