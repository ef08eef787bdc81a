import GRDB
import Translation

extension Store {
    /// Jobs whose segments are all done and whose document is still to be written.
    public func jobsToFinish() async throws -> [Job] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM jobs INDEXED BY jobs_to_finish
                    WHERE state IN ('queued', 'running') AND segments_done = segments ORDER BY id
                    """
            ).map { try Self.job($0) }
        }
    }

    /// Marks a job as completed; without effect where it is no longer open.
    public func complete(_ job: Job.ID, now: Timestamp) async throws {
        try await commits.perform { database in
            try database.run(
                """
                UPDATE jobs SET state = 'completed', finished_at = \(now.milliseconds)
                WHERE id = \(job) AND state IN ('queued', 'running') AND segments_done = segments
                """)
        }
    }

    /// Marks a job whose document could not be written as failed; its translation stays.
    public func failToFinish(_ job: Job.ID, _ failure: JobFailure, now: Timestamp) async throws {
        try await commits.perform { database in
            try database.run(
                """
                UPDATE jobs SET state = 'failed', error_kind = \(failure.kind),
                    error_message = \(failure.message), error_hint = \(failure.hint),
                    finished_at = \(now.milliseconds)
                WHERE id = \(job) AND state IN ('queued', 'running')
                """)
        }
    }

    /// Puts the writing of a document off until there may be room on its disk.
    public func postponeFinish(_ job: Job.ID, until: Timestamp) async throws {
        try await commits.perform { database in
            try database.run(
                """
                UPDATE jobs SET state = 'waiting', not_before = \(until.milliseconds), wait_reason = 'disk'
                WHERE id = \(job) AND state IN ('queued', 'running')
                """)
        }
    }
}
