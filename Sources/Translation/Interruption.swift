/// Why an attempt ended without completing its segment.
public struct Interruption: Sendable, Equatable {
    /// The kinds, as the database and `show --json` write them.
    public enum Kind: String, Sendable, CaseIterable {
        /// No connection: refused, no such host, no answer to the handshake.
        case unreachable
        /// The connection was made, TLS was not.
        case tls
        /// The connection broke off.
        case connectionLost = "connection_lost"
        /// The answer ended without a finish reason.
        case endedEarly = "ended_early"
        /// No bytes for too long.
        case stalled
        /// Signs of life, but no text for too long.
        case noProgress = "no_progress"
        /// `finish_reason: "length"`: the endpoint's limit for one answer.
        case lengthLimit = "length"
        /// `stop`, but nothing that could be a translation.
        case emptyAnswer = "empty_answer"
        /// Status 429.
        case rateLimited = "rate_limited"
        /// Status 503 or 529.
        case overloaded
        /// Another status or error that may pass.
        case serverError = "server_error"
        /// An answer that is no event stream, or cannot be decoded.
        case malformed
        /// Status 401 or 403.
        case unauthorized
        /// Status 402.
        case paymentRequired = "payment_required"
        /// Status 404: the path or the model.
        case notFound = "not_found"
        /// The request is larger than the model's context.
        case contextLength = "context_length"
        /// The endpoint refuses the request.
        case rejected
        /// `finish_reason: "content_filter"`, or a refusal.
        case contentFilter = "content_filter"
        /// Many times too long for a translation of this source.
        case runaway
    }

    /// What kind of interruption it was.
    public var kind: Kind
    /// What happened, in the endpoint's own words where it had some.
    public var message: String
    /// The status of the answer, where one came.
    public var httpStatus: Int?
    /// When to come back, as the endpoint told it.
    public var retryAfter: Duration?
    /// Whether the same request may succeed later.
    public var isTransient: Bool

    /// Creates an interruption; whether it may pass follows from its kind unless told otherwise.
    public init(
        kind: Kind, message: String, httpStatus: Int? = nil, retryAfter: Duration? = nil, isTransient: Bool? = nil
    ) {
        self.kind = kind
        self.message = message
        self.httpStatus = httpStatus
        self.retryAfter = retryAfter
        self.isTransient = isTransient ?? kind.passes
    }

    /// What a waiting job says that it waits for.
    public var waitReason: WaitReason {
        switch kind {
        case .rateLimited, .overloaded: .endpoint
        default: .backoff
        }
    }

    /// What a person can do about it.
    public var hint: String {
        switch kind {
        case .unreachable: "Is the endpoint running, and is base_url right? Ask it: tolmach doctor."
        case .tls: "Check base_url and the certificate; a private authority goes into ca_file."
        case .connectionLost, .endedEarly, .serverError, .malformed: "Look at the endpoint's own log."
        case .stalled, .noProgress: "If the endpoint is merely slow, raise idle_timeout or first_byte_timeout."
        case .lengthLimit: "Raise max_tokens for this endpoint."
        case .emptyAnswer: "Try another model."
        case .rateLimited, .overloaded: "Lower concurrency for this endpoint, or wait."
        case .unauthorized: "Set the right key (TOLMACH_API_KEY, or api_key_file in the configuration)."
        case .paymentRequired: "The account behind the key needs credit."
        case .notFound: "Check base_url (it mostly ends in /v1) and model; tolmach doctor lists what is there."
        case .contextLength: "Choose a model with a larger context."
        case .rejected: "Check model, temperature and extra for this endpoint."
        case .contentFilter: "The endpoint will not translate this text; choose another."
        case .runaway:
            "The model does not stop by itself: choose another or a smaller segment_size. tolmach retry --afresh "
                + "throws this segment's text away and begins it anew."
        }
    }
}

extension Interruption.Kind {
    fileprivate var passes: Bool {
        switch self {
        case .unreachable, .tls, .connectionLost, .endedEarly, .stalled, .noProgress, .lengthLimit, .emptyAnswer,
            .rateLimited, .overloaded, .serverError, .malformed:
            true
        case .unauthorized, .paymentRequired, .notFound, .contextLength, .rejected, .contentFilter, .runaway:
            false
        }
    }
}
