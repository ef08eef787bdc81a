/// The part of a `chat.completion.chunk` that we read, and equally of a whole `chat.completion`.
///
/// Everything is optional: servers leave out, null and add what they like.
struct ChatChunk: Decodable {
    var model: String?
    var choices: [Choice]?
    var usage: Usage?
    /// Whatever it is; its presence alone tells that the event is an error.
    var error: JSONValue?
    var object: String?

    struct Choice: Decodable {
        var index: Int?
        var delta: Delta?
        /// Where a whole completion has its text; some gateways put it into chunks too.
        var message: Delta?
        var finish_reason: String?
        var error: JSONValue?
    }

    struct Delta: Decodable {
        var content: Content?
        var reasoning_content: Content?
        var reasoning: Content?
        var refusal: String?
    }

    /// Text, or a list of typed parts (Mistral's reasoning models).
    struct Content: Decodable {
        var text = ""
        var hasThinking = false

        private struct Part: Decodable {
            var type: String?
            var text: String?
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            do {
                text = try container.decode(String.self)
            } catch {
                for part in try container.decode([Part].self) {
                    if part.type == "text" || part.type == nil { text += part.text ?? "" } else { hasThinking = true }
                }
            }
        }
    }

    struct Usage: Decodable {
        var prompt_tokens: Int?
        var completion_tokens: Int?
        var prompt_tokens_details: Details?

        struct Details: Decodable {
            var cached_tokens: Int?
        }

        var counts: TokenUsage? {
            guard prompt_tokens != nil || completion_tokens != nil else { return nil }
            return TokenUsage(
                prompt: prompt_tokens ?? 0,
                completion: completion_tokens ?? 0,
                cached: prompt_tokens_details?.cached_tokens
            )
        }
    }
}
