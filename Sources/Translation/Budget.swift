/// What may be spent on a day.
public struct Budget: Sendable, Equatable {
    /// An endpoint, as far as money is concerned.
    public struct Endpoint: Sendable, Equatable {
        /// Its name.
        public var name: String
        /// Whether it has prices; what has none is held back by no budget.
        public var hasPrices: Bool
        /// What may be spent there on a day; nil sets no bound.
        public var limit: Money?

        /// Creates an endpoint.
        public init(name: String, hasPrices: Bool, limit: Money? = nil) {
            self.name = name
            self.hasPrices = hasPrices
            self.limit = limit
        }
    }

    /// What may be spent on a day over all endpoints together; nil sets no bound.
    public var limit: Money?
    /// The endpoints that it holds for.
    public var endpoints: [Endpoint]
    /// What the amounts are called; nil where nobody says.
    public var currency: String?

    /// Creates a budget.
    public init(limit: Money? = nil, endpoints: [Endpoint] = [], currency: String? = nil) {
        self.limit = limit
        self.endpoints = endpoints
        self.currency = currency
    }

    /// Whether there is any bound.
    public var isLimited: Bool { limit != nil || endpoints.contains { $0.limit != nil } }

    /// Why an endpoint must be left alone for the rest of the day; nil where it may be asked.
    ///
    /// - Parameter spent: What was spent on this day, by endpoint; those that are configured no more count too.
    public func exhaustion(of endpoint: Endpoint, spent: [String: Money]) -> String? {
        guard endpoint.hasPrices else { return nil }
        let own = spent[endpoint.name] ?? .zero
        if let limit = endpoint.limit, own >= limit {
            return "its own budget is spent: \(own.text) of \(limit.text(in: currency)) today"
        }
        let sum = spent.values.reduce(.zero, +)
        if let limit, sum >= limit {
            return "budget is spent: \(sum.text) of \(limit.text(in: currency)) today"
        }
        return nil
    }
}
