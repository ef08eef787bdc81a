public import Translation

/// The end of a job, as it is told.
public struct HookEvent: Sendable {
    /// The same each time that it is told.
    public let message: String
    /// What is told.
    public let kind: Delivery.Event
    /// When the job ended, as RFC 3339 has it.
    public let time: String
    /// The job, as a JSON object.
    public let job: [UInt8]

    /// Creates an event.
    public init(message: String, kind: Delivery.Event, time: String, job: [UInt8]) {
        self.message = message
        self.kind = kind
        self.time = time
        self.job = job
    }
}
