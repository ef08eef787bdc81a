import GRDB
import Translation

extension Store {
    /// What monitoring wants to know, all of one moment.
    public struct Metrics: Sendable {
        /// An endpoint's counts since they began, and how it stands.
        public struct Endpoint: Sendable {
            /// Its name.
            public let name: String
            /// Requests that have ended, by outcome.
            public fileprivate(set) var requests: [String: Int] = [:]
            /// Requests that ended without completing their segment, by why.
            public fileprivate(set) var interruptions: [String: Int] = [:]
            /// Chunks received.
            public fileprivate(set) var chunks = 0
            /// Characters received.
            public fileprivate(set) var characters = 0
            /// Tokens, by the same reckoning as those of a job.
            public fileprivate(set) var tokens = Tokens()
            /// From asking to the first text.
            public fileprivate(set) var firstText = DurationHistogram.firstText
            /// Streams that run now.
            public fileprivate(set) var streams = 0
        }

        /// How many jobs are in each state.
        public fileprivate(set) var jobs: [JobStateName: Int] = [:]
        /// How often jobs came to each end.
        public fileprivate(set) var jobsEnded: [String: Int] = [:]
        /// When the oldest job was added that is queued, or that waits for anything but its own time.
        public fileprivate(set) var oldest: [JobStateName: Timestamp] = [:]
        /// The endpoints, by name: those that are configured, and those that were.
        public fileprivate(set) var endpoints: [Endpoint] = []
        /// The closed gates, and the endpoints that a daemon has configured.
        public let gates: Gates
        /// How long group commits took, up to the last heartbeat.
        public fileprivate(set) var commits = DurationHistogram.commits
        /// How long chunks took from the network to the disk, up to the last heartbeat.
        public fileprivate(set) var chunkCommits = DurationHistogram.chunkCommits
        /// The room that the database takes.
        public let space: Space
    }

    /// What monitoring wants to know; as quick for a million jobs as for one.
    public func metrics() async throws -> Metrics {
        try await read { [realPath] database in
            let gates = try Self.gates(database)
            var metrics = Metrics(gates: gates, space: try Self.space(realPath, database))
            metrics.jobs = try Self.counts(behind: gates, database)
            let queued = try Self.conditions(on: [.queued], behind: gates, database)
            metrics.oldest[.queued] = try Self.oldest(in: queued.map { "jobs WHERE \($0)" }, database)
            // Named, for else all that wait for their own time would be gone through.
            let heldUp: SQL = "jobs INDEXED BY jobs_held_up WHERE state = 'waiting' AND wait_reason <> 'schedule'"
            let behindGates = try Self.queued(behind: gates, database)
            metrics.oldest[.waiting] = try Self.oldest(in: [heldUp] + behindGates.map { "jobs WHERE \($0)" }, database)
            var endpoints = Dictionary(uniqueKeysWithValues: gates.endpoints.map { ($0, Metrics.Endpoint(name: $0)) })
            for row in try Row.fetchAll(database, sql: "SELECT name, endpoint, label, value FROM counters") {
                // A newer version may count what this one does not know.
                guard let counter = Counter(rawValue: row[0]) else { continue }
                metrics.take(counter, of: &endpoints[row[1], default: .init(name: row[1])], label: row[2], row[3])
            }
            let streams = try Row.fetchAll(
                database, sql: "SELECT endpoint, count(*) FROM attempts WHERE ended_at IS NULL GROUP BY endpoint")
            for row in streams { endpoints[row[0], default: .init(name: row[0])].streams = row[1] }
            endpoints[""] = nil
            metrics.endpoints = endpoints.values.sorted { $0.name < $1.name }
            return metrics
        }
    }

    /// When the first was added of the jobs that stand in one of these parts of `jobs`.
    private static func oldest(in parts: [SQL], _ database: Database) throws -> Timestamp? {
        try parts.compactMap { part in
            try SQLRequest<Int64>(literal: "SELECT created_at FROM \(part) ORDER BY id LIMIT 1")
                .fetchOne(database).map(Timestamp.init(milliseconds:))
        }.min()
    }
}

extension Store.Metrics {
    /// Takes in one row of the counts.
    fileprivate mutating func take(_ counter: Counter, of endpoint: inout Endpoint, label: String, _ value: Int) {
        switch counter {
        case .requests: endpoint.requests[label] = value
        case .interruptions: endpoint.interruptions[label] = value
        case .chunks: endpoint.chunks = value
        case .characters: endpoint.characters = value
        case .promptTokens: endpoint.tokens.prompt = value
        case .completionTokens: endpoint.tokens.completion = value
        case .charactersSentBack: endpoint.tokens.saved = Store.Tokens.saved(characters: value)
        case .firstText: endpoint.firstText.add(value, label: label)
        case .firstTextSum: endpoint.firstText.sum = .microseconds(value)
        case .jobsEnded: jobsEnded[label] = value
        case .commits: commits.add(value, label: label)
        case .commitSum: commits.sum = .microseconds(value)
        case .chunkCommits: chunkCommits.add(value, label: label)
        case .chunkCommitSum: chunkCommits.sum = .microseconds(value)
        }
    }
}
