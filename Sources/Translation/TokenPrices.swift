/// What an endpoint takes for its tokens.
public struct TokenPrices: Sendable, Hashable {
    /// For a million tokens of requests.
    public var prompt: Money
    /// For a million tokens of answers.
    public var completion: Money

    /// Creates prices.
    public init(prompt: Money, completion: Money) {
        self.prompt = prompt
        self.completion = completion
    }

    /// The most of a single request, whatever an endpoint tells: sums of it stay whole numbers.
    private static let most = Int128(10_000_000_000_000)

    /// What so many tokens cost, to the nearest millionth.
    public func cost(prompt promptTokens: Int, completion completionTokens: Int) -> Money {
        let sum =
            Int128(max(0, promptTokens)) * Int128(prompt.millionths)
            + Int128(max(0, completionTokens)) * Int128(completion.millionths)
        let rounded = (sum + 500_000) / 1_000_000
        return Money(millionths: Int64(min(rounded, Self.most)))
    }
}
