import GRDB
import Translation

/// Jobs that may cost so much and no more.
extension Store {
    /// Holds back what is open of a job whose cost has reached its ceiling; streams that run go on to their end, for
    /// their requests are paid already, and the job is paused when the last has ended.
    ///
    /// A job of which nothing is left to ask completes.
    static func holdAtCeiling(_ job: Job.ID, _ database: Database) throws {
        let isReached = try Bool.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT TRUE FROM jobs WHERE id = ? AND cost >= max_cost AND segments_done < segments
                        AND state IN ('queued', 'running', 'waiting')
                    """), arguments: [job])
        guard isReached == true else { return }
        try hold(job, database)
        try database.run(
            """
            UPDATE jobs SET state = 'paused', pause_reason = 'max_cost', not_before = NULL, wait_reason = NULL
            WHERE id = \(job)
                AND NOT EXISTS (SELECT 1 FROM segments WHERE job_id = \(job) AND state <> 'done' AND state = 'running')
            """)
    }

    /// Sets a job another ceiling; what the old one has held goes on where the new one allows it.
    ///
    /// - Returns: Whether there is such a job, and it has not ended.
    static func setCeiling(_ ceiling: Money, of job: Job.ID, _ database: Database) throws -> Bool {
        try database.run(
            """
            UPDATE jobs SET max_cost = \(ceiling.millionths)
            WHERE id = \(job) AND state NOT IN ('completed', 'cancelled')
            """)
        guard database.changesCount == 1 else { return false }
        try database.run(
            """
            UPDATE segments SET state = 'pending'
            WHERE job_id = \(job) AND state <> 'done' AND state = 'held'
                AND (SELECT state FROM jobs WHERE id = \(job)) IN ('queued', 'running', 'waiting')
            """)
        try refresh(job, database)
        return true
    }

    /// What a job has cost and may cost, where the one has reached the other and something is left to ask; else nil.
    ///
    /// - Parameter ceiling: What it may cost; nil takes what it may cost so far.
    static func reachedCeiling(
        of job: Job.ID, as ceiling: Money?, _ database: Database
    ) throws -> (cost: Money, ceiling: Money)? {
        try SQLRequest<Row>(
            literal: """
                SELECT cost, coalesce(\(ceiling?.millionths), max_cost) FROM jobs
                WHERE id = \(job) AND segments_done < segments
                    AND cost >= coalesce(\(ceiling?.millionths), max_cost)
                """
        ).fetchOne(database).map { (Money(millionths: $0[0]), Money(millionths: $0[1])) }
    }
}
