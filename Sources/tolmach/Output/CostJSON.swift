import Translation

/// A cost as `--json` prints it.
struct CostJSON: Encodable {
    let amount: Double
    let currency: Nullable<String>
    /// Whether tokens in it were estimated, because an endpoint did not tell them.
    let estimated: Bool
    /// What the job may cost.
    let ceiling: Nullable<Double>

    init(_ cost: Cost, ceiling: Money?, currency: String?) {
        amount = cost.amount.inUnits
        self.currency = Nullable(currency)
        estimated = cost.isEstimated
        self.ceiling = Nullable(ceiling?.inUnits)
    }
}

extension Money {
    /// The amount as a program reads it.
    var inUnits: Double { Double(millionths) / 1_000_000 }
}
