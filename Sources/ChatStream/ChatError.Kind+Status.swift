extension ChatError.Kind {
    /// The kind of failure that a status of HTTP means before the stream.
    init(status: Int, error: EndpointError?) {
        self =
            switch status {
            case 401, 403: .unauthorized
            case 402: .paymentRequired
            case 404: .notFound
            case 408, 409, 425: .serverError
            // OpenAI says so of an account without credit; no waiting mends that.
            case 429 where error?.words.contains("insufficient_quota") == true: .paymentRequired
            case 429: .rateLimited
            case 503, 529: .overloaded
            case 500...: .serverError
            case 400 where error?.isContextLength == true, 413 where error?.isContextLength == true: .contextLength
            default: .rejected
            }
    }

    /// The kind of failure that an error inside the stream means, where the status was 200.
    ///
    /// Codes are statuses (OpenRouter, vLLM, llama.cpp) or words (OpenAI, Azure, text-generation-inference). What is not
    /// known is a failure of the server, to be tried again.
    init(inStream error: EndpointError) {
        if error.isContextLength {
            self = .contextLength
        } else if let code = error.code.flatMap({ Int($0) }), (400..<600).contains(code) {
            self = Self(status: code, error: error)
        } else {
            self = error.words.lazy.compactMap { Self.meanings[$0] }.first ?? .serverError
        }
    }

    private static let meanings: [String: Self] = [
        "rate_limit_exceeded": .rateLimited,
        "rate_limit_error": .rateLimited,
        "too_many_requests": .rateLimited,
        "overloaded": .overloaded,
        "overloaded_error": .overloaded,
        "unavailable_error": .overloaded,
        "service_unavailable": .overloaded,
        "engine_overloaded": .overloaded,
        "invalid_api_key": .unauthorized,
        "authentication_error": .unauthorized,
        "permission_error": .unauthorized,
        "insufficient_quota": .paymentRequired,
        "insufficient_credits": .paymentRequired,
        "model_not_found": .notFound,
        "not_found_error": .notFound,
        "invalid_request_error": .rejected,
    ]
}

extension EndpointError {
    /// The code and the type, in lower case: what an error is classified by.
    fileprivate var words: [String] { [code, type].compactMap { $0?.lowercased() } }

    /// OpenAI's `context_length_exceeded` and llama.cpp's `exceed_context_size_error`; vLLM has it in the message only.
    fileprivate var isContextLength: Bool {
        if words.contains("context_length_exceeded") || words.contains("exceed_context_size_error") { return true }
        return message.lowercased().contains("maximum context length")
    }
}
