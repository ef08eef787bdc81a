import GRDB
import Translation

extension Store {
    /// Puts a chunk on disk; when it returns, the chunk is there.
    ///
    /// - Parameter firstTextAt: When the attempt's first text came; given with the first chunk only.
    /// - Returns: Whether it was stored; false where the lease was lost.
    public func append(_ text: String, _ lease: Lease, firstTextAt: Timestamp?) async throws -> Bool {
        let journal = journal(of: lease)
        journal.append(text, firstTextAt: firstTextAt)
        return try await journal.flush()
    }

    /// The journal as the stream that runs under this lease sees it.
    public func journal(of lease: Lease) -> StreamJournal { StreamJournal(commits: commits, lease: lease) }

    /// Folds an attempt's text into its segment and settles both, and the job.
    ///
    /// - Parameters:
    ///   - text: All of the translation so far (``Transcript/joined``).
    ///   - news: What the attempt has shown of its endpoint.
    ///     It holds also where the lease was lost.
    /// - Returns: What was written; without the lease nothing of the segment was changed.
    public func settle(
        _ lease: Lease, text: String, as settlement: Settlement, _ report: AttemptReport, at endpoint: String = "",
        news: EndpointNews? = nil, now: Timestamp
    ) async throws -> Settled {
        try await commits.perform { database in
            let hasClosed = try news.map { try Self.note($0, at: endpoint, by: lease.attempt, database) } ?? false
            guard
                let job = try Self.settleSegment(
                    lease, text: text, settlement, warnings: report.warnings, now: now, database)
            else {
                return Settled(isWritten: false, hasClosedGate: hasClosed)
            }
            try Self.endAttempt(lease.attempt, settlement, report, now: now, database)
            switch settlement {
            case .completed:
                try Self.countDone(lease.segment, job: job, database)
                if let learned = report.learned { try Self.remember(learned, now: now, database) }
            case .split(let pieces, _): try Self.split(lease.segment, of: job, into: pieces, database)
            case .failed(let failure): try Self.fail(job, failure, now: now, database)
            case .again, .turnedDown, .released: break
            }
            try Self.refresh(job, database)
            return Settled(isWritten: true, hasClosedGate: hasClosed)
        }
    }

    /// What a settlement writes into the segment.
    private struct Writing {
        var state: SegmentState
        var notBefore: Timestamp?
        var reason: WaitReason?
        var tries: Int?
        var manner: Manner?
        var keepsManner = false
        var turnsDown = false
        /// Whether what came is no beginning of what is to come.
        var givesUpText = false
        /// Whether the text's former answers count no more.
        var resets = false
        let condemns: Bool

        init(_ settlement: Settlement, now: Timestamp) {
            condemns = settlement.condemnsText
            switch settlement {
            case .completed:
                state = .done
                tries = 0
                resets = true
            case .again(let notBefore, let reason, let tries, let manner, _):
                let waits = notBefore > now
                state = waits ? .waiting : .pending
                self.notBefore = waits ? notBefore : nil
                self.reason = waits ? reason : nil
                self.tries = tries
                self.manner = manner
            case .turnedDown:
                state = .pending
                tries = 0
                turnsDown = true
            case .split:
                state = .pending
                tries = 0
                resets = true
                givesUpText = true
            case .failed:
                state = .failed
                keepsManner = true
            case .released:
                state = .pending
                keepsManner = true
            }
        }
    }

    private static func settleSegment(
        _ lease: Lease, text: String, _ settlement: Settlement, warnings: [String], now: Timestamp,
        _ database: Database
    ) throws -> Job.ID? {
        let writing = Writing(settlement, now: now)
        let statement = try database.cachedStatement(
            sql: """
                UPDATE segments SET text = ?, state = ?, not_before = ?, wait_reason = ?, tries = coalesce(?, tries),
                    manner = CASE WHEN ? THEN manner ELSE ? END,
                    turned_down = CASE WHEN ? THEN 0 ELSE turned_down + ? END,
                    condemned = ? AND turned_down > 0, warnings = ?,
                    lease_owner = NULL, attempt_id = NULL, lease_epoch = lease_epoch + 1
                WHERE id = ? AND lease_epoch = ? AND attempt_id = ?
                RETURNING job_id
                """)
        return try Int64.fetchOne(
            statement,
            arguments: [
                writing.turnsDown || writing.givesUpText ? "" : text, writing.state.rawValue,
                writing.notBefore?.milliseconds,
                writing.reason?.rawValue, writing.tries, writing.keepsManner, writing.manner?.rawValue,
                writing.resets, writing.turnsDown ? 1 : 0, writing.condemns,
                try SentenceList.encode(warnings), lease.segment, lease.epoch, lease.attempt,
            ])
    }

    private static func endAttempt(
        _ attempt: Attempt.ID, _ settlement: Settlement, _ report: AttemptReport, now: Timestamp, _ database: Database
    ) throws {
        let (outcome, error, failure): (Attempt.Outcome, String?, JobFailure?) =
            switch settlement {
            case .completed: (.completed, nil, nil)
            case .again(_, _, _, _, let error), .turnedDown(let error), .split(_, let error): (.interrupted, error, nil)
            case .failed(let failure): (.failed, failure.message, failure)
            case .released: (.stopped, nil, nil)
            }
        let statement = try database.cachedStatement(
            sql: """
                UPDATE attempts SET ended_at = ?, outcome = ?, error = ?, reply_model = ?, http_status = ?,
                    finish_reason = ?, chunks = ?, characters = ?, prompt_tokens = ?, completion_tokens = ?,
                    junction = ?
                WHERE id = ? AND ended_at IS NULL
                RETURNING \(AttemptEnd.columns), \(Charge.columns)
                """)
        let row = try Row.fetchOne(
            statement,
            arguments: [
                now.milliseconds, outcome.rawValue, error, report.replyModel, report.httpStatus, report.finishReason,
                report.chunks, report.characters, report.promptTokens, report.completionTokens, report.junction,
                attempt,
            ])
        guard let row else { return }
        try AttemptEnd(row, outcome, failure: failure, report).count(database)
        try Charge(row, Charge.Usage(outcome, report))?.book(now: now, database)
        if let answer = report.answer { try keep(answer, of: attempt, database) }
    }

    /// Keeps an answer as it came, when its rows in the journal are forgotten.
    static func keep(_ answer: String, of attempt: Attempt.ID, _ database: Database) throws {
        guard !answer.isEmpty else { return }
        try database.run(
            "INSERT INTO answers (attempt_id, text) VALUES (\(attempt), \(answer)) ON CONFLICT DO NOTHING")
    }

    static func countDone(_ segment: Segment.ID, job: Job.ID, _ database: Database) throws {
        try database.run(
            """
            UPDATE jobs SET segments_done = segments_done + 1,
                characters_done = min(characters, characters_done + \(try sourceLength(segment, database)))
            WHERE id = \(job)
            """)
    }

    private static func sourceLength(_ segment: Segment.ID, _ database: Database) throws -> Int {
        // Counted as the whole was counted when it was queued: in graphemes.
        try String.fetchOne(
            database.cachedStatement(sql: "SELECT coalesce(prompt, source) FROM segments WHERE id = ?"),
            arguments: [segment])?.count ?? 0
    }

    /// Ends a job as failed: what runs is withdrawn, what is open is held, what came is kept.
    private static func fail(_ job: Job.ID, _ failure: JobFailure, now: Timestamp, _ database: Database) throws {
        try foldRunning(of: .job(job), into: .held, outcome: .withdrawn, now: now, database)
        try hold(job, database)
        try database.run(
            """
            UPDATE jobs SET state = 'failed', error_kind = \(failure.kind), error_message = \(failure.message),
                error_hint = \(failure.hint), finished_at = \(now.milliseconds), not_before = NULL,
                wait_reason = NULL
            WHERE id = \(job) AND state IN ('queued', 'running', 'waiting')
            """)
    }

    /// Holds what is open of a job and not running.
    static func hold(_ job: Job.ID, _ database: Database) throws {
        try database.run(
            """
            UPDATE segments SET state = 'held', not_before = NULL, wait_reason = NULL
            WHERE job_id = \(job) AND state <> 'done' AND state IN ('pending', 'waiting')
            """)
    }

    /// Derives the state of a job that has not ended and is not paused from its segments.
    static func refresh(_ job: Job.ID, _ database: Database) throws {
        try holdAtCeiling(job, database)
        // Each look is one step into the index of open segments, however many there are.
        try database.run(
            """
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
