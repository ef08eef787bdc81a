/// What something has cost.
public struct Cost: Sendable, Equatable {
    /// The amount.
    public var amount: Money
    /// Whether tokens in it were estimated from the text, because an endpoint did not tell them.
    public var isEstimated: Bool

    /// Creates a cost.
    public init(amount: Money, isEstimated: Bool) {
        self.amount = amount
        self.isEstimated = isEstimated
    }
}
