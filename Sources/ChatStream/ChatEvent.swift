/// What an answer tells, piece by piece.
public enum ChatEvent: Sendable, Hashable {
    /// The first chunk of the reply, with the name of the model that answers: it may be another than was asked for.
    case started(model: String?)
    /// One piece of the answer's text; never empty.
    case text(String)
    /// A piece of the model's reasoning: it is alive, and no nearer to the end of the text.
    case reasoning
    /// A piece of a refusal (`delta.refusal`), in the model's own words; never empty.
    case refusal(String)
    /// Why the model stopped.
    case finished(FinishReason)
    /// What the answer costs, so far or in all; the last one counts.
    case usage(TokenUsage)
    /// The endpoint reported an error inside the stream; the same is thrown next, classified.
    case failed(EndpointError)
    /// An event of so many bytes that was nothing we understand.
    case undecodable(Int)
    /// The terminator, `[DONE]`.
    case done
}
