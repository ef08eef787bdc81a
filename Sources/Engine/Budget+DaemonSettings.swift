public import Translation

extension Budget {
    /// What a configuration allows to be spent.
    public init(_ settings: DaemonSettings) {
        self.init(
            limit: settings.budget,
            endpoints: settings.endpoints.map {
                Endpoint(name: $0.name, hasPrices: $0.prices != nil, limit: $0.budget)
            },
            currency: settings.currency)
    }
}
