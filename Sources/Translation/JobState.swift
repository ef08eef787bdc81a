/// How a job stands.
///
/// Each state carries what is only true in it.
public enum JobState: Sendable, Equatable {
    /// Waits for a free place at an endpoint.
    case queued
    /// At least one of its segments is being translated.
    case running
    /// Nothing may be asked before `until`.
    case waiting(until: Timestamp, for: WaitReason)
    /// A person holds it.
    case paused
    /// Every segment is proven complete, and the document is written where it was wanted.
    case completed(at: Timestamp)
    /// It cannot go on by itself.
    case failed(at: Timestamp, JobFailure)
    /// A person gave it up.
    case cancelled(at: Timestamp)

    /// The state without what it carries.
    public var name: JobStateName {
        switch self {
        case .queued: .queued
        case .running: .running
        case .waiting: .waiting
        case .paused: .paused
        case .completed: .completed
        case .failed: .failed
        case .cancelled: .cancelled
        }
    }

    /// When the job ended, where it has.
    public var finishedAt: Timestamp? {
        switch self {
        case .completed(let at), .failed(let at, _), .cancelled(let at): at
        case .queued, .running, .waiting, .paused: nil
        }
    }
}

/// The name of a state, as the command line and the database write it.
public enum JobStateName: String, Sendable, CaseIterable, Codable {
    case queued, running, waiting, paused, completed, failed, cancelled

    /// Whether a job in this state has ended.
    public var isFinal: Bool {
        switch self {
        case .completed, .failed, .cancelled: true
        case .queued, .running, .waiting, .paused: false
        }
    }
}

/// What a waiting job waits for.
public enum WaitReason: String, Sendable, CaseIterable, Codable {
    /// The time that the person named.
    case schedule
    /// The back-off after a try that brought nothing.
    case backoff
    /// The time that the endpoint named, or its overload.
    case endpoint
    /// Room on the disk for the finished document.
    case disk
}

/// Why a job failed, and what a person can do.
public struct JobFailure: Error, Sendable, Equatable {
    /// A word for programs: `rejected`, `unauthorized`, `tries_exhausted`, ….
    public var kind: String
    /// What happened, in the endpoint's own words where it had some.
    public var message: String
    /// What to do next.
    public var hint: String

    /// Creates a failure.
    public init(kind: String, message: String, hint: String) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }
}
