import ChatStream
import Engine

/// The parameters of an endpoint's requests: as configured at first, then without those that it was found to refuse.
struct AcceptedParameters: Sendable {
    var temperature: Double?
    var includeUsage: Bool
    var maxTokens: Int?
    var extra: ExtraMembers
    /// What a limit on tokens is called here.
    private(set) var limitName = "max_tokens"

    init(_ settings: EndpointSettings) {
        temperature = settings.temperature
        includeUsage = settings.includeUsage
        maxTokens = settings.maxTokens
        extra = ExtraMembers(settings.extra)
        if extra["max_completion_tokens"] != nil { limitName = "max_completion_tokens" }
    }

    /// Those that could be refused, and could be done without.
    var sent: Set<RefusedParameter> {
        var sent: Set<RefusedParameter> = []
        if temperature != nil { sent.insert(.temperature) }
        if includeUsage { sent.insert(.streamOptions) }
        if maxTokens != nil { sent.insert(.maxTokens) }
        return sent
    }

    /// Does without a parameter from now on.
    mutating func drop(_ parameter: RefusedParameter) {
        switch parameter {
        case .temperature: temperature = nil
        case .streamOptions: includeUsage = false
        case .maxTokens:
            maxTokens = nil
            limitName = "max_completion_tokens"
        }
    }

    /// A request as the daemon would send it.
    ///
    /// - Parameter limit: The most tokens to answer with, in place of what is configured.
    func request(model: String, messages: [ChatMessage], limit: Int? = nil) -> ChatRequest {
        var members = extra
        if let limit { members[limitName] = String(limit) }
        return ChatRequest(
            model: model, messages: messages, temperature: temperature, maxTokens: limit == nil ? maxTokens : nil,
            includeUsage: includeUsage, extra: members.text)
    }
}
