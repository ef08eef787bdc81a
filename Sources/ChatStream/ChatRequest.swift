import Foundation

/// What is asked of an endpoint: one streamed chat completion.
public struct ChatRequest: Sendable, Hashable {
    /// The model's name, as the endpoint knows it.
    public var model: String
    /// The conversation so far, oldest turn first.
    public var messages: [ChatMessage]
    /// How much chance there is in the answer, 0 and up; `nil` leaves it out of the request, since some models refuse one.
    public var temperature: Double?
    /// The longest answer wanted, in tokens (`max_tokens`); `nil` leaves it to the endpoint.
    public var maxTokens: Int?
    /// Whether the limit goes by its newer name, `max_completion_tokens`, which OpenAI's reasoning models want.
    public var renamesTokenLimit = false
    /// Whether the last assistant turn is to be gone on with, said in vLLM's words: `continue_final_message: true`,
    /// `add_generation_prompt: false` (vLLM, “OpenAI-Compatible Server”, chat API's extra parameters).
    public var continuesFinalMessage = false
    /// Whether to ask for token counts at the end of the stream (`stream_options.include_usage`).
    public var includeUsage: Bool
    /// The text of a JSON object whose members are put into the request.
    ///
    /// Its members win over those written here, and a member that is `null` takes one away (RFC 7396 does the same), so
    /// that whatever a server wants or refuses can be said without a new release.
    public var extra: String?

    /// Creates a request.
    public init(
        model: String,
        messages: [ChatMessage],
        temperature: Double? = nil,
        maxTokens: Int? = nil,
        includeUsage: Bool = true,
        extra: String? = nil
    ) {
        self.model = model
        self.messages = messages
        self.temperature = temperature
        self.maxTokens = maxTokens
        self.includeUsage = includeUsage
        self.extra = extra
    }

    /// The body of the HTTP request: JSON with sorted keys, so that equal requests are equal bytes.
    ///
    /// - Throws: ``Malformed`` when `extra` is no JSON object, or a number has no JSON spelling.
    public func body() throws -> [UInt8] {
        var members: [String: JSONValue] = [
            "model": .string(model),
            "messages": .array(messages.map(\.json)),
            "stream": .bool(true),
        ]
        if let temperature { members["temperature"] = .number(temperature) }
        if let maxTokens {
            members[renamesTokenLimit ? "max_completion_tokens" : "max_tokens"] = .integer(maxTokens)
        }
        if continuesFinalMessage {
            members["continue_final_message"] = .bool(true)
            members["add_generation_prompt"] = .bool(false)
        }
        if includeUsage { members["stream_options"] = .object(["include_usage": .bool(true)]) }
        for (key, value) in try extraMembers() {
            members[key] = value == .null ? nil : value
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(JSONValue.object(members)))
        } catch {
            throw Malformed(reason: "the request has a number that JSON cannot spell")
        }
    }

    private func extraMembers() throws -> [String: JSONValue] {
        guard let extra else { return [:] }
        do {
            return try JSONDecoder().decode([String: JSONValue].self, from: Data(extra.utf8))
        } catch {
            // Foundation's own words may quote the text, and the text may hold a secret.
            throw Malformed(reason: "`extra` is not the text of a JSON object")
        }
    }

    /// Why no request body could be written.
    public struct Malformed: Error, Sendable, Hashable, CustomStringConvertible {
        /// What is wrong, in a sentence without the offending text.
        public let reason: String
        /// The reason.
        public var description: String { reason }
    }
}
