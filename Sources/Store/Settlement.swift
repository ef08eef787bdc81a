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
    /// What kind of interruption ended it, where one did.
    public var interruption: Interruption.Kind?
    /// Tokens of the request.
    public var promptTokens: Int?
    /// Tokens of the answer.
    public var completionTokens: Int?
    /// About how many tokens the request was, for the cost where the endpoint does not tell.
    public var estimatedPromptTokens = 0
    /// About how many tokens of an answer came, for the cost where the endpoint does not tell.
    public var estimatedCompletionTokens = 0
    /// How the answer joined what was there, where there was something.
    public var junction: String?
    /// The answer as it came, where the segment's text is more or less than that.
    public var answer: String?

    /// What the translation has lost of its source, or invented, where it is taken all the same.
    public var warnings: [String] = []
    /// What the translation teaches the memory; nil where nothing may be learned from it.
    public var learned: Learned?

    /// Translations, and for what they hold.
    public struct Learned: Sendable, Equatable {
        /// The texts with their translations.
        public var pairs: [MemoryPair]
        /// For what they hold.
        public var scope: MemoryScope

        /// Creates it.
        public init(_ pairs: [MemoryPair], scope: MemoryScope) {
            self.pairs = pairs
            self.scope = scope
        }
    }

    /// Creates an empty report.
    public init() {}
}

/// What becomes of a segment when its attempt has ended.
public enum Settlement: Sendable, Equatable {
    /// The translation is complete.
    case completed
    /// It is asked again, not before a time, in a manner that may differ from the usual one.
    case again(notBefore: Timestamp, reason: WaitReason, tries: Int, manner: Manner? = nil, error: String)
    /// The answer is no translation: its text is given up, and the segment asked once more from the start.
    case turnedDown(error: String)
    /// It is too much for one answer: smaller pieces take its place, and what came of it is given up.
    case split([NewJob.Piece], error: String)
    /// It cannot go on by itself.
    case failed(JobFailure)
    /// The daemon stops: it may be claimed again at once, and no try is spent.
    case released

    /// Whether the translation is complete.
    public var isCompleted: Bool { self == .completed }

    /// Whether what was received is no translation, and nothing to go on from when a person says retry.
    var condemnsText: Bool {
        guard case .failed(let failure) = self, let kind = Interruption.Kind(rawValue: failure.kind) else {
            return false
        }
        return Interruption(kind: kind, message: "").condemnsText
    }
}

/// What an attempt has shown of its endpoint.
public enum EndpointNews: Sendable, Equatable {
    /// It answers: a gate that this attempt was sent to probe opens.
    case answers
    /// It must be left alone.
    case closed(Gate)
    /// It refused what it need not be sent again.
    case taught(Lesson)
}

/// What a settlement came to.
public struct Settled: Sendable, Equatable {
    /// Whether the segment's text and state were written; false where the lease was lost.
    public let isWritten: Bool
    /// Whether a gate has closed that was open before, or is now one that only a person can open.
    public let hasClosedGate: Bool
}
