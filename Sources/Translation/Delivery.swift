/// The end of a job, as it is told to somebody beside the queue.
public struct Delivery: Sendable, Equatable, Identifiable {
    /// How it is told.
    public enum Channel: String, Sendable, CaseIterable, Codable {
        /// A program of this machine.
        case command
        /// An HTTP request.
        case webhook
    }

    /// The ends that are told.
    public enum Event: String, Sendable, CaseIterable, Codable {
        case completed, failed
    }

    /// How it stands.
    public enum State: Sendable, Equatable {
        /// It is told, again perhaps, not before a time.
        case waiting(until: Timestamp)
        /// It was told.
        case delivered(at: Timestamp)
        /// It is told no more.
        case failed(at: Timestamp)
    }

    /// The number in the database.
    public let id: Int64
    /// The job.
    public let job: Job.ID
    /// How it is told.
    public let channel: Channel
    /// What is told.
    public let event: Event
    /// The same each time that it is told, so that whoever hears it twice knows.
    public let message: String
    /// How it stands.
    public var state: State
    /// How often it was tried.
    public var tries: Int
    /// Why the last try came to nothing; nil where it did not.
    public var error: String?
    /// When the job ended.
    public let createdAt: Timestamp

    /// Creates a delivery as a value.
    public init(
        id: Int64, job: Job.ID, channel: Channel, event: Event, message: String, state: State, tries: Int,
        error: String?, createdAt: Timestamp
    ) {
        self.id = id
        self.job = job
        self.channel = channel
        self.event = event
        self.message = message
        self.state = state
        self.tries = tries
        self.error = error
        self.createdAt = createdAt
    }
}
