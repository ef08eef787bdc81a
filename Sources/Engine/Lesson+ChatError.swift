public import ChatStream
public import Translation

extension Lesson {
    /// What of a request the endpoint will not have; nil where its refusal names nothing that can be left out.
    ///
    /// The words are those of OpenAI, Anthropic, vLLM, Mistral and llama.cpp.
    public init?(_ error: ChatError, to options: RequestOptions) {
        guard error.kind == .rejected, let status = error.httpStatus, [400, 422].contains(status) else { return nil }
        let message = error.message.lowercased()
        if options.contains(.prefill), Self.prefillWords.contains(where: message.contains) {
            self = .rejectsPrefill
            return
        }
        guard Self.refusals.contains(where: message.contains) else { return nil }
        func names(_ parameter: String) -> Bool { error.cause?.param == parameter || message.contains(parameter) }
        if options.contains(.temperature), names("temperature") {
            self = .refusesTemperature
        } else if options.contains(.streamOptions), names("stream_options") || names("include_usage") {
            self = .refusesStreamOptions
        } else if options.contains(.renamedTokenLimit), names("max_completion_tokens") {
            self = .refusesTokenLimit
        } else if options.contains(.tokenLimit), names("max_tokens") {
            self = .renamesTokenLimit
        } else {
            return nil
        }
    }

    private static let prefillWords = [
        "prefill", "must end with a user message", "2 or more assistant messages", "expected last role user",
        "last message is from the assistant", "last message must be",
    ]

    /// A value out of its range names the parameter too, and is no reason to leave it out.
    private static let refusals = [
        "unsupported", "not supported", "does not support", "not permitted", "unrecognized", "unknown", "deprecated",
    ]
}
