import ChatStream
import Engine
import Translation

/// The parameters of an endpoint's requests: as configured at first, then without those that it was found to refuse.
struct AcceptedParameters: Sendable {
    private let settings: EndpointSettings
    let extra: ExtraMembers
    private var taught: Set<Lesson> = []

    init(_ settings: EndpointSettings) {
        self.settings = settings
        extra = ExtraMembers(settings.extra)
    }

    /// What a limit on tokens is called here; nil where none is taken.
    var limitName: String? {
        if taught.contains(.refusesTokenLimit) { return nil }
        return hasNewName ? "max_completion_tokens" : "max_tokens"
    }

    /// Whether the tokens used are asked for.
    var includeUsage: Bool { settings.includeUsage && !taught.contains(.refusesStreamOptions) }

    /// Does without what the endpoint will not have, from now on.
    mutating func heed(_ lesson: Lesson) { taught.insert(lesson) }

    /// A request as the daemon would send it.
    ///
    /// - Parameter limit: The most tokens to answer with, in place of what is configured.
    func request(messages: [ChatMessage], limit: Int? = nil) -> ChatRequest {
        var members = extra
        if limit != nil { for name in ["max_tokens", "max_completion_tokens"] { members[name] = nil } }
        var request = ChatRequest(
            model: settings.model, messages: messages,
            temperature: taught.contains(.refusesTemperature) ? nil : settings.temperature,
            maxTokens: limitName == nil ? nil : limit ?? settings.maxTokens,
            includeUsage: includeUsage, extra: members.text)
        request.renamesTokenLimit = hasNewName
        return request
    }

    private var hasNewName: Bool {
        taught.contains(.renamesTokenLimit) || extra["max_completion_tokens"] != nil
    }
}
