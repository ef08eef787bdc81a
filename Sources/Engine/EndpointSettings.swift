import ChatStream
import Translation

/// An endpoint as the daemon uses it.
public struct EndpointSettings: Sendable {
    /// How to reach it, and how long to wait for it.
    public var endpoint: ChatEndpoint
    /// The model that is asked where a job names none.
    public var model: String
    /// How many segments stream at once.
    ///
    /// At least 1; default 2.
    public var concurrency: Int
    /// How it is asked to go on from a partial answer.
    public var resume: ResumeMode
    /// The wording of the turn that asks to continue.
    public var continuePrompt: String
    /// The longest answer to ask for, in tokens; nil leaves it to the endpoint.
    public var maxTokens: Int?
    /// Sampling temperature where a job names none; nil sends none at all.
    public var temperature: Double?
    /// Whether to ask for the tokens used.
    public var includeUsage: Bool
    /// The text of a JSON object that is merged into every request.
    public var extra: String?
    /// Whether a prefill must be announced in vLLM's words, `continue_final_message` and `add_generation_prompt`.
    ///
    /// They go with resumed requests only: with a fresh one the server would go on with the source.
    public var continuesFinalMessage: Bool
    /// How many characters of the text before a segment are shown with it, and as many of that text's translation.
    ///
    /// 0 shows nothing of a segment's surroundings: very small models translate those too.
    public var contextSize = EndpointSettings.defaultContextSize
    /// What its tokens cost; nil where nobody says, and then nothing that is asked there counts.
    public var prices: TokenPrices?
    /// What may be spent there on a day; nil sets no bound.
    public var budget: Money?
    /// So many unless told otherwise: two or three sentences.
    public static let defaultContextSize = 300

    /// Creates the settings of an endpoint.
    public init(
        endpoint: ChatEndpoint, model: String, concurrency: Int = 2, resume: ResumeMode = .continue,
        continuePrompt: String = "continue", maxTokens: Int? = nil, temperature: Double? = 0.3,
        includeUsage: Bool = true, extra: String? = nil, continuesFinalMessage: Bool = false
    ) {
        self.endpoint = endpoint
        self.model = model
        self.concurrency = max(1, concurrency)
        self.resume = resume
        self.continuePrompt = continuePrompt
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.includeUsage = includeUsage
        self.extra = extra
        self.continuesFinalMessage = continuesFinalMessage
    }

    /// The name by which jobs ask for it.
    public var name: String { endpoint.name }
}
