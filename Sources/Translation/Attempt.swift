/// One request for one segment, and how it ended.
public struct Attempt: Sendable, Equatable, Identifiable {
    /// Identifies an attempt for as long as its database lives.
    public typealias ID = Int64

    /// How an attempt ended.
    public enum Outcome: String, Sendable, CaseIterable, Codable {
        /// The answer was complete.
        case completed
        /// The answer broke off; what came is kept.
        case interrupted
        /// The endpoint refused for good.
        case failed
        /// The daemon was asked to stop.
        case stopped
        /// The daemon died or lost its lease.
        case crashed
        /// A person paused or cancelled the job.
        case withdrawn
    }

    /// The number in the database.
    public let id: ID
    /// Counted from 1 within its segment.
    public var number: Int
    /// The place of its segment in the document.
    public var position: Int
    /// The endpoint that was asked.
    public var endpoint: String
    /// The model that was asked for.
    public var model: String
    /// The model that says it answered, where that is known.
    public var replyModel: String?
    /// How the request took up what was there.
    public var mode: ResumeMode
    /// How it ended; nil while it runs.
    public var outcome: Outcome?
    /// The status of the answer, where one came.
    public var httpStatus: Int?
    /// The finish reason, where one came.
    public var finishReason: String?
    /// Why it ended, where that was not as it should be.
    public var error: String?
    /// How its answer joined the text that was there, where there was some.
    public var junction: String?
    /// Chunks received.
    public var chunks: Int
    /// Characters received.
    public var characters: Int
    /// Characters that were sent back with the request, and so not generated again.
    public var prefixCharacters: Int
    /// Tokens of the request as the endpoint counts them; nil where it does not say.
    public var promptTokens: Int?
    /// Tokens of the answer as the endpoint counts them; nil where it does not say.
    public var completionTokens: Int?
    /// What it has cost; nil where its endpoint has no prices, and while it runs.
    public var cost: Cost?
    /// When the request was made.
    public var startedAt: Timestamp
    /// When the first text came.
    public var firstTextAt: Timestamp?
    /// When it ended.
    public var endedAt: Timestamp?

    /// Creates an attempt as a value.
    public init(
        id: ID, number: Int, position: Int, endpoint: String, model: String, replyModel: String?, mode: ResumeMode,
        outcome: Outcome?, httpStatus: Int?, finishReason: String?, error: String?, junction: String?, chunks: Int,
        characters: Int,
        prefixCharacters: Int, promptTokens: Int?, completionTokens: Int?, startedAt: Timestamp,
        firstTextAt: Timestamp?, endedAt: Timestamp?
    ) {
        self.id = id
        self.number = number
        self.position = position
        self.endpoint = endpoint
        self.model = model
        self.replyModel = replyModel
        self.mode = mode
        self.outcome = outcome
        self.httpStatus = httpStatus
        self.finishReason = finishReason
        self.error = error
        self.junction = junction
        self.chunks = chunks
        self.characters = characters
        self.prefixCharacters = prefixCharacters
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.startedAt = startedAt
        self.firstTextAt = firstTextAt
        self.endedAt = endedAt
    }
}
