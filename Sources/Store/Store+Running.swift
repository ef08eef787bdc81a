import GRDB
import Translation

extension Store {
    /// A stream that runs now.
    public struct RunningStream: Sendable, Equatable {
        /// The job.
        public let job: Job.ID
        /// The job's name.
        public let name: String
        /// The job's target language.
        public let targetLanguage: String
        /// The segment's place in the document.
        public let position: Int
        /// The segment's source, in characters.
        public let sourceCharacters: Int
        /// The attempt's number within its segment.
        public let attempt: Int
        /// The endpoint that is asked.
        public let endpoint: String
        /// The model that is asked.
        public let model: String
        /// Characters that the segment has by now, over all attempts.
        public let characters: Int
        /// Characters that this attempt has brought.
        public let received: Int
        /// Chunks that this attempt has brought.
        public let chunks: Int
        /// When the request was made.
        public let startedAt: Timestamp
        /// When its first text came.
        public let firstTextAt: Timestamp?

        /// Creates one as a value; only the store knows which run.
        public init(
            job: Job.ID, name: String, targetLanguage: String, position: Int, sourceCharacters: Int, attempt: Int,
            endpoint: String, model: String, characters: Int, received: Int, chunks: Int, startedAt: Timestamp,
            firstTextAt: Timestamp?
        ) {
            self.job = job
            self.name = name
            self.targetLanguage = targetLanguage
            self.position = position
            self.sourceCharacters = sourceCharacters
            self.attempt = attempt
            self.endpoint = endpoint
            self.model = model
            self.characters = characters
            self.received = received
            self.chunks = chunks
            self.startedAt = startedAt
            self.firstTextAt = firstTextAt
        }
    }

    /// The streams that run now, by job and place.
    public func running() async throws -> [RunningStream] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    WITH live AS (
                        SELECT attempt_id, count(*) AS chunks, sum(length(text)) AS characters FROM journal
                        WHERE id >= (SELECT min(journal_start) FROM attempts WHERE ended_at IS NULL)
                        GROUP BY attempt_id
                    )
                    SELECT segments.job_id, jobs.name, jobs.target_language, segments.position,
                        length(segments.source) AS source_characters, attempts.number, attempts.endpoint,
                        attempts.model, length(segments.text) AS settled, attempts.started_at,
                        attempts.first_text_at, coalesce(live.chunks, 0) AS chunks,
                        coalesce(live.characters, 0) AS received
                    -- Named, for else the order that is wanted would be had by a walk through all segments.
                    FROM segments INDEXED BY segments_leased
                    JOIN jobs ON jobs.id = segments.job_id
                    JOIN attempts ON attempts.id = segments.attempt_id
                    LEFT JOIN live ON live.attempt_id = attempts.id
                    WHERE segments.state = 'running' AND segments.lease_owner IS NOT NULL
                    ORDER BY segments.job_id, segments.position
                    """)
            return rows.map { row in
                RunningStream(
                    job: row["job_id"], name: row["name"], targetLanguage: row["target_language"],
                    position: row["position"], sourceCharacters: row["source_characters"],
                    attempt: row["number"], endpoint: row["endpoint"], model: row["model"],
                    characters: (row["settled"] as Int) + (row["received"] as Int), received: row["received"],
                    chunks: row["chunks"],
                    startedAt: Timestamp(milliseconds: row["started_at"]),
                    firstTextAt: (row["first_text_at"] as Int64?).map(Timestamp.init(milliseconds:)))
            }
        }
    }
}
