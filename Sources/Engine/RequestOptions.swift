public import ChatStream

/// What of a request an endpoint may refuse while it would take the rest.
public struct RequestOptions: OptionSet, Sendable {
    /// One bit for each.
    public let rawValue: UInt8

    /// `temperature`.
    public static let temperature = RequestOptions(rawValue: 1 << 0)
    /// `stream_options`.
    public static let streamOptions = RequestOptions(rawValue: 1 << 1)
    /// `max_tokens`.
    public static let tokenLimit = RequestOptions(rawValue: 1 << 2)
    /// `max_completion_tokens`.
    public static let renamedTokenLimit = RequestOptions(rawValue: 1 << 3)
    /// A last turn of the assistant's, to be gone on with.
    public static let prefill = RequestOptions(rawValue: 1 << 4)

    /// Creates a set of bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// What a request has of it.
    public init(_ request: ChatRequest) {
        self = []
        if request.temperature != nil { insert(.temperature) }
        if request.includeUsage { insert(.streamOptions) }
        if request.maxTokens != nil { insert(request.renamesTokenLimit ? .renamedTokenLimit : .tokenLimit) }
        if request.messages.last?.role == .assistant { insert(.prefill) }
    }
}
