import ChatStream

/// A parameter of a request that some endpoints or models refuse with a 400 that names it.
enum RefusedParameter: Sendable, Hashable, CaseIterable {
    /// `stream_options`: older servers, and some gateways before them.
    case streamOptions
    /// `temperature`: reasoning models take their own only.
    case temperature
    /// `max_tokens`: models that want `max_completion_tokens` in its place.
    case maxTokens

    /// The parameter that an error is about; nil where it is about none of those that were sent.
    init?(_ error: ChatError, among sent: Set<RefusedParameter>) {
        guard error.kind == .rejected, let status = error.httpStatus, status == 400 || status == 422 else { return nil }
        let parameter = error.cause?.param?.lowercased() ?? ""
        let message = error.message.lowercased()
        let named = Self.allCases.first { $0.words.contains(where: parameter.contains) }
        guard let found = named ?? Self.allCases.first(where: { $0.words.contains(where: message.contains) }),
            sent.contains(found)
        else { return nil }
        self = found
    }

    private var words: [String] {
        switch self {
        case .streamOptions: ["stream_options", "include_usage"]
        case .temperature: ["temperature"]
        case .maxTokens: ["max_tokens", "max_completion_tokens"]
        }
    }
}
