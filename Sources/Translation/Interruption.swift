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
        /// `stop`, but no text.
        case emptyAnswer = "empty_answer"
        /// `stop`, but far too short for the whole translation.
        case tooShort = "too_short"
        /// `stop`, but in mid-sentence.
        case brokenOff = "broken_off"
        /// `stop`, and words about the text instead of more of it.
        case noNewText = "no_new_text"
        /// The answer is not in the target language's script.
        case wrongScript = "wrong_script"
        /// The answer is the source.
        case untranslated
        /// The model will not.
        case refused
        /// The same again and again.
        case looping
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
        /// The endpoint refuses a part of the request that can be left out.
        case adaptable
        /// `finish_reason: "content_filter"`.
        case contentFilter = "content_filter"
        /// Many times too long for a translation of this source.
        case runaway
        /// Placeholders, markup or whole texts are missing, or were invented.
        case damaged
    }

    /// What kind of interruption it was.
    public var kind: Kind
    /// What happened, in the endpoint's own words where it had some.
    public var message: String
    /// The status of the answer, where one came.
    public var httpStatus: Int?
    /// When to come back, as the endpoint told it.
    public var retryAfter: Duration?

    /// Creates an interruption.
    public init(kind: Kind, message: String, httpStatus: Int? = nil, retryAfter: Duration? = nil) {
        self.kind = kind
        self.message = message
        self.httpStatus = httpStatus
        self.retryAfter = retryAfter
    }

    /// What can be done about an interruption without a person.
    public enum Remedy: Sendable, Equatable {
        /// The same again, after a while.
        case tryAgain
        /// The endpoint must be left alone: its gate closes.
        case closeGate(Gate.Reason)
        /// The same without what the endpoint will not have.
        case adapt
        /// Ask whether that was all.
        case confirm
        /// Once more from the start, in stricter words.
        case askStrictly
        /// Nothing.
        case giveUp
    }

    /// What can be done about it.
    public var remedy: Remedy {
        switch kind {
        case .unreachable, .tls, .connectionLost, .endedEarly, .stalled, .noProgress, .lengthLimit, .serverError,
            .malformed, .noNewText:
            .tryAgain
        case .rateLimited: .closeGate(.rateLimited)
        case .overloaded: .closeGate(.overloaded)
        case .unauthorized: .closeGate(.unauthorized)
        case .paymentRequired: .closeGate(.paymentRequired)
        case .adaptable: .adapt
        case .brokenOff, .tooShort: .confirm
        case .emptyAnswer, .wrongScript, .untranslated, .refused, .looping, .runaway, .damaged: .askStrictly
        case .notFound, .contextLength, .rejected, .contentFilter: .giveUp
        }
    }

    /// Whether it says of the text itself that it is no translation, so that nothing can go on from it.
    public var condemnsText: Bool {
        switch remedy {
        case .askStrictly, .confirm: true
        case .tryAgain, .closeGate, .adapt, .giveUp: false
        }
    }

    /// Whether it speaks against the endpoint rather than the segment: enough of them in a row, with no text between,
    /// close the endpoint's gate.
    public var speaksAgainstEndpoint: Bool {
        switch kind {
        case .unreachable, .tls, .connectionLost, .endedEarly, .stalled, .noProgress, .serverError, .malformed: true
        default: false
        }
    }

    /// Whether it came to no conversation at all, so that it says nothing of the segment.
    public var isOfConnecting: Bool { kind == .unreachable || kind == .tls }

    /// What a person can do about it.
    public var hint: String {
        switch kind {
        case .unreachable: "Is the endpoint running, and is base_url right? Ask it: tolmach doctor."
        case .tls: "Check base_url and the certificate; a private authority goes into ca_file."
        case .connectionLost, .endedEarly, .serverError, .malformed: "Look at the endpoint's own log."
        case .stalled, .noProgress: "If the endpoint is merely slow, raise idle_timeout or first_byte_timeout."
        case .lengthLimit: "Raise max_tokens for this endpoint."
        case .emptyAnswer, .noNewText, .wrongScript, .untranslated:
            "Try another model. tolmach get --partial has the last answer; tolmach retry begins this segment anew."
        case .tooShort, .brokenOff:
            "The answer looks cut: try another model, or smaller segment_tokens. tolmach get --partial has the text."
        case .refused:
            "The model will not translate this text: try another, or say in --instructions what the text is."
        case .rateLimited, .overloaded: "Lower concurrency for this endpoint, or wait."
        case .unauthorized: "Set the right key (TOLMACH_API_KEY, or api_key_file in the configuration)."
        case .paymentRequired: "The account behind the key needs credit."
        case .notFound: "Check base_url (it mostly ends in /v1) and model; tolmach doctor lists what is there."
        case .contextLength: "Choose a model with a larger context."
        case .rejected, .adaptable: "Check model, temperature and extra for this endpoint."
        case .contentFilter: "The endpoint will not translate this text; choose another."
        case .damaged: "Try another model; tolmach show lists what is missing."
        case .runaway, .looping:
            "The model does not stop by itself: choose another or smaller segment_tokens. tolmach retry begins this "
                + "segment anew."
        }
    }
}
