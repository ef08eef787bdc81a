/// Why a model stopped: `finish_reason` of OpenAI's chat completion chunk.
public enum FinishReason: Sendable, Hashable {
    /// It had said everything, or so the endpoint claims.
    case stop
    /// A limit on tokens was reached, of the request or of the context.
    case length
    /// A filter withheld the rest.
    case contentFilter
    /// It wants a tool called.
    case toolCalls
    /// It failed (OpenRouter); in a stream this comes as ``ChatEvent/failed(_:)`` instead.
    case error
    /// Whatever else the endpoint said; from a stream at most ``longestWord`` scalars, control characters made harmless.
    case other(String)

    /// The longest word that is taken from an endpoint, in Unicode scalars.
    public static let longestWord = 100
}

extension FinishReason: RawRepresentable {
    /// Reads the endpoint's word; every word is a reason.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "stop": .stop
            case "length": .length
            case "content_filter": .contentFilter
            case "tool_calls": .toolCalls
            case "error": .error
            default: .other(rawValue)
            }
    }

    /// The word as it goes over the wire.
    public var rawValue: String {
        switch self {
        case .stop: "stop"
        case .length: "length"
        case .contentFilter: "content_filter"
        case .toolCalls: "tool_calls"
        case .error: "error"
        case .other(let word): word
        }
    }
}
