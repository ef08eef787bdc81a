import Translation

/// A removal of ended jobs, as far as it has come: it is done in batches, with other writers in between.
public struct Pruning: Sendable {
    /// What was removed, or would be.
    public struct Removed: Sendable, Equatable {
        /// Jobs.
        public internal(set) var jobs = 0
        /// Their segments, with their translations.
        public internal(set) var segments = 0
        /// The requests that were made for them.
        public internal(set) var attempts = 0
        /// Documents that no other job was made of.
        public internal(set) var documents = 0
        /// The documents' own bytes.
        public internal(set) var documentBytes = 0

        /// Nothing.
        public init() {}
    }

    /// One state that is gone through, from the job that ended first.
    struct Stretch: Sendable {
        let state: JobStateName
        let limit: Timestamp
        /// The last that was looked at, by the end of it and its number.
        var passed: (endedAt: Int64, job: Job.ID) = (.min, .min)
    }

    /// What is still to be gone through.
    var rest: [Stretch]
    /// What was removed so far.
    public internal(set) var removed = Removed()
    /// Whether nothing is left to remove.
    public var isComplete: Bool { rest.isEmpty }

    /// Begins with what a rule says is old enough.
    public init(_ retention: Retention, now: Timestamp) {
        rest = retention.limits(now: now).map { Stretch(state: $0.key, limit: $0.value) }
            .sorted { $0.state.rawValue < $1.state.rawValue }
    }
}
