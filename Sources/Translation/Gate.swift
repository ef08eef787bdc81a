/// An endpoint that must not be asked now.
///
/// All segments that would go there wait behind it, and spend no tries. When its time has come, one request asks
/// first; the others follow when that one is answered. That one spends a try only on an answer that may be its own
/// segment's doing.
public struct Gate: Sendable, Equatable {
    /// Why an endpoint is left alone, as the database and `status --json` write it.
    public enum Reason: String, Sendable, CaseIterable, Codable {
        /// Status 429.
        case rateLimited = "rate_limited"
        /// Status 503 or 529: too many requests, or a model that is still being loaded.
        case overloaded
        /// Status 401 or 403: the key is wrong, or may not do this.
        case unauthorized
        /// Status 402: the account has no credit.
        case paymentRequired = "payment_required"
        /// No connection, or failure upon failure.
        case unreachable
        /// What may be spent on a day is spent.
        case budget

        /// Whether only a person can open it: time alone mends no key.
        public var needsPerson: Bool {
            switch self {
            case .unauthorized, .paymentRequired: true
            case .rateLimited, .overloaded, .unreachable, .budget: false
            }
        }
    }

    /// The endpoint's name.
    public var endpoint: String
    /// Why it is closed.
    public var reason: Reason
    /// The last answer, in the endpoint's own words where it had some.
    public var message: String
    /// The status of that answer, where one came.
    public var httpStatus: Int?
    /// Since when it is closed.
    public var closedAt: Timestamp
    /// When one request asks whether it may be opened; in the past while that request is on its way.
    public var opensAt: Timestamp
    /// How many answers in a row have closed it.
    ///
    /// At least 1.
    public var failures: Int

    /// Creates a gate as a value.
    public init(
        endpoint: String, reason: Reason, message: String, httpStatus: Int? = nil, closedAt: Timestamp,
        opensAt: Timestamp, failures: Int
    ) {
        self.endpoint = endpoint
        self.reason = reason
        self.message = message
        self.httpStatus = httpStatus
        self.closedAt = closedAt
        self.opensAt = opensAt
        self.failures = failures
    }
}

/// The closed gates, seen from the jobs that stand before them.
public struct Gates: Sendable, Equatable {
    /// The closed ones.
    public let closed: [Gate]
    /// The endpoints that a daemon has configured, in its order.
    public let endpoints: [String]

    /// Creates a view.
    public init(closed: [Gate], endpoints: [String]) {
        self.closed = closed
        self.endpoints = endpoints
    }

    /// The gate of an endpoint; nil where it may be asked.
    public func gate(of endpoint: String) -> Gate? { closed.first { $0.endpoint == endpoint } }

    /// The gate that a job waits behind; nil where it need not wait.
    ///
    /// - Parameter endpoint: The endpoint that the job asks for; nil where any will do, and then all of them must be
    ///   closed, and the first to open counts.
    public func gate(before endpoint: String?) -> Gate? {
        if let endpoint { return gate(of: endpoint) }
        let gates = endpoints.map { gate(of: $0) }
        guard !gates.isEmpty, gates.allSatisfy({ $0 != nil }) else { return nil }
        return gates.compactMap { $0 }.min { $0.opensAt < $1.opensAt }
    }
}
