import GRDB
import Translation

extension Store {
    /// Puts a chunk on disk; when it returns, the chunk is there.
    ///
    /// - Parameter firstTextAt: When the attempt's first text came; given with the first chunk only.
    /// - Returns: Whether it was stored; false where the lease was lost.
    public func append(_ text: String, _ lease: Lease, firstTextAt: Timestamp?) async throws -> Bool {
        try await commits.append(JournalChunk(lease: lease, text: text, firstTextAt: firstTextAt))
    }

    /// Folds an attempt's text into its segment and settles both, and the job.
    ///
    /// - Parameter text: All of the translation so far (``Transcript/joined``).
    /// - Returns: Whether it was written; false where the lease was lost, and then nothing was changed.
    public func settle(
        _ lease: Lease, text: String, as settlement: Settlement, _ report: AttemptReport, now: Timestamp
    ) async throws -> Bool {
        try await commits.perform { database in
            guard let job = try Self.settleSegment(lease, text: text, settlement, now: now, database) else {
                return false
            }
            try Self.endAttempt(lease.attempt, settlement, report, now: now, database)
            switch settlement {
            case .completed: try Self.countDone(lease.segment, job: job, database)
            case .failed(let failure): try Self.fail(job, failure, now: now, database)
            case .again, .released: break
            }
            try Self.refresh(job, database)
            return true
        }
    }

    private static func settleSegment(
        _ lease: Lease, text: String, _ settlement: Settlement, now: Timestamp, _ database: Database
    ) throws -> Job.ID? {
        let (state, notBefore, reason, tries): (SegmentState, Timestamp?, WaitReason?, Int?) =
            switch settlement {
            case .completed: (.done, nil, nil, 0)
            case .again(let notBefore, let reason, let tries, _):
                notBefore > now ? (.waiting, notBefore, reason, tries) : (.pending, nil, nil, tries)
            case .failed: (.failed, nil, nil, nil)
            case .released: (.pending, nil, nil, nil)
            }
        return try Int64.fetchOne(
            database,
            sql: """
                UPDATE segments SET text = ?, state = ?, not_before = ?, wait_reason = ?, tries = coalesce(?, tries),
                    lease_owner = NULL, attempt_id = NULL, lease_epoch = lease_epoch + 1
                WHERE id = ? AND lease_epoch = ?
                RETURNING job_id
                """,
            arguments: [
                text, state.rawValue, notBefore?.milliseconds, reason?.rawValue, tries, lease.segment, lease.epoch,
            ])
    }

    private static func endAttempt(
        _ attempt: Attempt.ID, _ settlement: Settlement, _ report: AttemptReport, now: Timestamp, _ database: Database
    ) throws {
        let (outcome, error): (Attempt.Outcome, String?) =
            switch settlement {
            case .completed: (.completed, nil)
            case .again(_, _, _, let error): (.interrupted, error)
            case .failed(let failure): (.failed, failure.message)
            case .released: (.stopped, nil)
            }
        try database.execute(
            literal: """
                UPDATE attempts SET ended_at = \(now.milliseconds), outcome = \(outcome.rawValue), error = \(error),
                    reply_model = \(report.replyModel), http_status = \(report.httpStatus),
                    finish_reason = \(report.finishReason), chunks = \(report.chunks),
                    characters = \(report.characters), prompt_tokens = \(report.promptTokens),
                    completion_tokens = \(report.completionTokens)
                WHERE id = \(attempt) AND ended_at IS NULL
                """)
    }

    private static func countDone(_ segment: Segment.ID, job: Job.ID, _ database: Database) throws {
        try database.execute(
            literal: """
                UPDATE jobs SET segments_done = segments_done + 1,
                    characters_done = min(characters, characters_done + \(try sourceLength(segment, database)))
                WHERE id = \(job)
                """)
    }

    private static func sourceLength(_ segment: Segment.ID, _ database: Database) throws -> Int {
        // Counted as the whole was counted when it was queued: in graphemes.
        try String.fetchOne(database, sql: "SELECT source FROM segments WHERE id = ?", arguments: [segment])?.count
            ?? 0
    }

    /// Ends a job as failed: what runs is withdrawn, what is open is held, what came is kept.
    private static func fail(_ job: Job.ID, _ failure: JobFailure, now: Timestamp, _ database: Database) throws {
        try foldRunning(of: .job(job), into: .held, outcome: .withdrawn, now: now, database)
        try hold(job, database)
        try database.execute(
            literal: """
                UPDATE jobs SET state = 'failed', error_kind = \(failure.kind), error_message = \(failure.message),
                    error_hint = \(failure.hint), finished_at = \(now.milliseconds), not_before = NULL,
                    wait_reason = NULL
                WHERE id = \(job) AND state IN ('queued', 'running', 'waiting')
                """)
    }

    /// Holds what is open of a job and not running.
    static func hold(_ job: Job.ID, _ database: Database) throws {
        try database.execute(
            literal: """
                UPDATE segments SET state = 'held', not_before = NULL, wait_reason = NULL
                WHERE job_id = \(job) AND state <> 'done' AND state IN ('pending', 'waiting')
                """)
    }

    /// Derives the state of a job that has not ended and is not paused from its segments.
    static func refresh(_ job: Job.ID, _ database: Database) throws {
        // Each look is one step into the index of open segments, however many there are.
        try database.execute(
            literal: """
                WITH open AS (
                    SELECT
                        EXISTS (SELECT 1 FROM segments WHERE job_id = \(job) AND state <> 'done' AND state = 'running')
                            AS running,
                        EXISTS (SELECT 1 FROM segments WHERE job_id = \(job) AND state <> 'done' AND state = 'pending')
                            AS pending,
                        (SELECT not_before FROM segments WHERE job_id = \(job) AND state <> 'done'
                         AND state = 'waiting' ORDER BY not_before LIMIT 1) AS due
                )
                UPDATE jobs SET
                    state = CASE WHEN running THEN 'running' WHEN pending OR due IS NULL THEN 'queued'
                            ELSE 'waiting' END,
                    not_before = CASE WHEN running OR pending THEN NULL ELSE due END,
                    wait_reason = CASE WHEN running OR pending OR due IS NULL THEN NULL ELSE
                        (SELECT wait_reason FROM segments WHERE job_id = \(job) AND state <> 'done'
                         AND state = 'waiting' ORDER BY not_before LIMIT 1) END
                FROM open
                WHERE id = \(job) AND jobs.state IN ('queued', 'running', 'waiting')
                """)
    }
}
