import GRDB

/// What is counted over the life of a database, as its table names it.
///
/// The counts grow in the transactions that settle what they count, by one statement each; nothing is counted for a
/// chunk, and nothing while there is nothing to do.
enum Counter: String {
    /// Requests that have ended; the label is their outcome.
    case requests
    /// Requests that ended without completing their segment; the label is why.
    case interruptions
    case chunks, characters
    case promptTokens = "prompt_tokens"
    case completionTokens = "completion_tokens"
    /// Characters that were sent back with a request, and so not generated again.
    case charactersSentBack = "characters_sent_back"
    /// Jobs that have ended, by state; a trigger counts them, whoever ends them. One that is tried again, or whose
    /// document is written again, counts again.
    case jobsEnded = "jobs_ended"
    /// How long requests waited for their first text; the label is the upper bound of a bucket, in microseconds.
    case firstText = "first_text"
    case firstTextSum = "first_text_microseconds"
    /// How long group commits took; the label is the upper bound of a bucket, in microseconds.
    case commits
    case commitSum = "commit_microseconds"
    /// How long chunks took from the network to the disk; the label is the upper bound of a bucket, in microseconds.
    case chunkCommits = "chunk_commits"
    case chunkCommitSum = "chunk_commit_microseconds"

    /// Adds to a count.
    func add(_ value: Int, endpoint: String = "", label: String = "", _ database: Database) throws {
        guard value > 0 else { return }
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO counters (name, endpoint, label, value) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET value = value + excluded.value
                """)
        try statement.execute(arguments: [rawValue, endpoint, label, value])
    }
}

extension DurationHistogram {
    /// Adds all of it to what is counted.
    func add(to buckets: Counter, sum total: Counter, endpoint: String = "", _ database: Database) throws {
        for (bound, count) in zip(bounds.map { "\($0.wholeMicroseconds)" } + [Self.above], counts) {
            try buckets.add(count, endpoint: endpoint, label: bound, database)
        }
        try total.add(Int(sum.wholeMicroseconds), endpoint: endpoint, database)
    }

    /// The label of the bucket for what is above all bounds.
    private static let above = "inf"

    /// Reads it back; what another version counted up to a bound of its own goes to the next that is known.
    mutating func add(_ count: Int, label: String) {
        add(count, upTo: Int(label).map { .microseconds($0) })
    }
}
