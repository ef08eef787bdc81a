/// What an answer costs, in tokens, as the endpoint counts them.
public struct TokenUsage: Sendable, Hashable {
    /// Tokens of the request.
    public var prompt: Int
    /// Tokens of the answer.
    public var completion: Int
    /// Tokens of the request that were found in a cache; `nil` when the endpoint does not say.
    public var cached: Int?

    /// Creates a count.
    public init(prompt: Int, completion: Int, cached: Int? = nil) {
        self.prompt = prompt
        self.completion = completion
        self.cached = cached
    }
}
