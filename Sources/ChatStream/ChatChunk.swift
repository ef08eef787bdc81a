/// The part of a `chat.completion.chunk` that we read, and equally of a whole `chat.completion`.
///
/// Everything is optional: servers leave out, null and add what they like. What would be text and is of another type
/// makes the chunk unreadable; what only accompanies it is left out then, so that no odd count costs a piece of text.
struct ChatChunk {
    var model: String?
    /// Whether it has choices, be it none: the first such chunk is the start of the reply.
    var hasChoices = false
    /// The choice that we read: the first one that does not belong to another index than 0.
    var choice: Choice?
    var usage: TokenUsage?
    /// What it reports as an error.
    var error: EndpointError?

    struct Choice {
        var text = ""
        var hasReasoning = false
        var refusal = ""
        var finishReason: String?
        var error: EndpointError?
    }

    /// Reads a chunk; `nil` where it is none.
    init?(_ json: JSONValue) {
        guard let members = json.object else { return nil }
        model = members["model"]?.string?.quotable(upTo: Self.longestName)
        usage = members["usage"].flatMap { TokenUsage($0) }
        error = EndpointError(json: json, anyShape: false)
        guard let choices = members["choices"], choices != .null else { return }
        guard let elements = choices.array else { return nil }
        hasChoices = true
        guard let ours = elements.first(where: { $0.object?["index"]?.isOtherIndex != true }) else { return }
        guard let choice = Choice(ours) else { return nil }
        self.choice = choice
    }

    /// The longest name of a model that is kept, in scalars.
    private static let longestName = 200
}

extension ChatChunk.Choice {
    fileprivate init?(_ json: JSONValue) {
        guard let members = json.object else { return nil }
        // A whole completion has its text in `message`; some gateways put it into chunks too.
        if let delta = [members["delta"], members["message"]].lazy.compactMap({ $0 }).first(where: { $0 != .null }) {
            guard let fields = delta.object, read(fields) else { return nil }
        }
        if let reason = members["finish_reason"], reason != .null {
            guard let word = reason.scalarText else { return nil }
            finishReason = word.isEmpty ? nil : word.quotable(upTo: FinishReason.longestWord)
        }
        if let failure = members["error"], failure != .null {
            error = EndpointError(json: .object(["error": failure]), anyShape: true)
        }
    }

    private mutating func read(_ delta: [String: JSONValue]) -> Bool {
        switch delta["content"] {
        case .string(let words): text = words
        case .array(let parts): for part in parts { read(part) }
        case .null, nil: break
        default: return false
        }
        for key in ["reasoning_content", "reasoning"] {
            switch delta[key] {
            case .string(let words): hasReasoning = hasReasoning || !words.isEmpty
            case .array(let parts): hasReasoning = hasReasoning || !parts.isEmpty
            default: break
            }
        }
        refusal = delta["refusal"]?.string ?? ""
        return true
    }

    /// A typed part of the content (Mistral's reasoning models).
    private mutating func read(_ part: JSONValue) {
        if let words = part.string { text += words }
        let type = part.object?["type"]?.string
        if type == "text" || type == nil { text += part.object?["text"]?.string ?? "" } else { hasReasoning = true }
    }
}

extension TokenUsage {
    /// Reads `usage`; `nil` where it counts nothing.
    fileprivate init?(_ json: JSONValue) {
        guard let members = json.object else { return nil }
        let (prompt, completion) = (members["prompt_tokens"]?.count, members["completion_tokens"]?.count)
        guard prompt != nil || completion != nil else { return nil }
        let cached = members["prompt_tokens_details"]?.object?["cached_tokens"]?.count
        self.init(prompt: prompt ?? 0, completion: completion ?? 0, cached: cached)
    }
}

extension JSONValue {
    /// Whether this is the index of a choice other than the first.
    fileprivate var isOtherIndex: Bool {
        switch self {
        case .integer(let number): number != 0
        case .number(let number): number != 0
        default: false
        }
    }

    /// A number of tokens; `nil` for what cannot be one: sums of it are taken, and must not overflow.
    fileprivate var count: Int? {
        switch self {
        case .integer(let number) where (0...Self.mostTokens).contains(number): number
        case .number(let number) where (0...Double(Self.mostTokens)).contains(number): Int(number)
        default: nil
        }
    }

    /// A thousand times what the largest models take and give at once.
    private static let mostTokens = 1_000_000_000
}
