import GRDB
import Translation

extension Store {
    /// Which running segments are taken from their worker.
    enum Running {
        case job(Job.ID)
        case daemon(Int64)
        /// Some of a daemon's.
        case attempts([Attempt.ID], Int64)
    }

    /// Takes running segments from their worker, joining what the journal holds of them to what was settled.
    ///
    /// The one way in which text comes out of the journal without its worker: recovery after a crash, and a person's
    /// pause or cancel. The epoch grows, so the worker writes nothing after this.
    /// - Parameter journal: What the journal holds of them, where that has been read.
    /// - Returns: The jobs that are concerned.
    @discardableResult
    static func foldRunning(
        of running: Running, into state: SegmentState, outcome: Attempt.Outcome,
        journal: [Attempt.ID: [String]]? = nil, now: Timestamp, _ database: Database
    ) throws -> Set<Job.ID> {
        let condition: SQL =
            switch running {
            case .job(let job): "segments.job_id = \(job) AND segments.state <> 'done'"
            case .daemon(let daemon): "segments.lease_owner = \(daemon)"
            case .attempts(let attempts, let daemon):
                "segments.lease_owner = \(daemon) AND segments.attempt_id IN \(attempts)"
            }
        let rows = try SQLRequest<Row>(
            literal: """
                SELECT segments.id, segments.job_id, segments.text, coalesce(segments.prompt, segments.source) AS source,
                    attempts.id AS attempt, attempts.mode, attempts.journal_start
                FROM segments JOIN attempts ON attempts.id = segments.attempt_id
                WHERE segments.state = 'running' AND \(condition)
                """
        ).fetchAll(database)
        let chunks =
            try journal
            ?? self.journal(
                of: Set(rows.map { $0["attempt"] }), from: rows.map { $0["journal_start"] }.min() ?? 0, database)
        for row in rows {
            let attempt: Int64 = row["attempt"]
            var transcript = Transcript(
                settled: row["text"], mode: ResumeMode(rawValue: row["mode"]) ?? .continue, source: row["source"])
            let received = chunks[attempt] ?? []
            for chunk in received { transcript.append(chunk) }
            transcript.finish()
            let text = transcript.joined
            try database.run(
                """
                UPDATE segments SET text = \(text), state = \(state.rawValue), lease_owner = NULL,
                    attempt_id = NULL, lease_epoch = lease_epoch + 1,
                    tries = CASE WHEN \(transcript.hasGrown) THEN 0 ELSE tries END,
                    manner = CASE WHEN \(transcript.hasGrown) THEN nullif(manner, 'confirm') ELSE manner END
                WHERE id = \(row["id"] as Int64)
                """)
            var report = AttemptReport()
            (report.chunks, report.characters) = (received.count, received.reduce(0) { $0 + $1.count })
            report.estimatedPromptTokens = AttemptReport.estimatedTokens(
                request: (row["source"] as String).utf8.count + (row["text"] as String).utf8.count)
            report.estimatedCompletionTokens = Tokens.saved(characters: received.reduce(0) { $0 + $1.utf8.count } + 3)
            let ended = try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        UPDATE attempts SET ended_at = ?, outcome = ?, chunks = ?, characters = ?
                        WHERE id = ? AND ended_at IS NULL
                        RETURNING \(AttemptEnd.columns), \(Charge.columns)
                        """),
                arguments: [now.milliseconds, outcome.rawValue, report.chunks, report.characters, attempt])
            if let ended {
                try AttemptEnd(ended, outcome, report).count(database)
                try Charge(ended, Charge.Usage(outcome, report))?.book(now: now, database)
            }
            try keep(received.joined(), of: attempt, database)
        }
        return Set(rows.map { $0["job_id"] })
    }

    /// The chunks of some attempts, in order, in one pass over the journal's tail.
    static func journal(
        of attempts: Set<Attempt.ID>, from start: Int64, _ database: Database
    ) throws -> [Attempt.ID: [String]] {
        guard !attempts.isEmpty else { return [:] }
        var chunks: [Attempt.ID: [String]] = [:]
        let rows = try Row.fetchCursor(
            database, sql: "SELECT attempt_id, text FROM journal WHERE id >= ? ORDER BY id", arguments: [start])
        while let row = try rows.next() {
            let attempt: Int64 = row[0]
            if attempts.contains(attempt) { chunks[attempt, default: []].append(row[1]) }
        }
        return chunks
    }

    /// Forgets the journal's rows that no live attempt needs; at most `limit` of them, so that nobody waits long.
    ///
    /// - Returns: Whether rows are left that can be forgotten.
    public func trimJournal(limit: Int = 20_000) async throws -> Bool {
        try await commits.perform { try Self.trimJournal(limit: limit, $0) }
    }

    static func trimJournal(limit: Int, _ database: Database) throws -> Bool {
        try database.execute(
            literal: """
                DELETE FROM journal WHERE id IN (
                    SELECT id FROM journal
                    WHERE id < coalesce(
                        (SELECT min(journal_start) FROM attempts WHERE ended_at IS NULL),
                        (SELECT max(id) FROM journal))
                    AND id < (SELECT max(id) FROM journal)
                    ORDER BY id LIMIT \(limit))
                """)
        return database.changesCount == limit
    }
}
