import Translation

/// What an attempt came to, in figures.
public struct AttemptReport: Sendable, Equatable {
    /// The model that says it answered.
    public var replyModel: String?
    /// The status of the answer, where one came.
    public var httpStatus: Int?
    /// The finish reason, where one came.
    public var finishReason: String?
    /// Chunks received.
    public var chunks = 0
    /// Characters received.
    public var characters = 0
    /// Tokens of the request.
    public var promptTokens: Int?
    /// Tokens of the answer.
    public var completionTokens: Int?

    /// Creates an empty report.
    public init() {}
}

/// What becomes of a segment when its attempt has ended.
public enum Settlement: Sendable, Equatable {
    /// The translation is complete.
    case completed
    /// It is asked again, not before a time.
    case again(notBefore: Timestamp, reason: WaitReason, tries: Int, error: String)
    /// It cannot go on by itself.
    case failed(JobFailure)
    /// The daemon stops: it may be claimed again at once, and no try is spent.
    case released
}
