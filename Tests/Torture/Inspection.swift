import GRDB

/// What a database must be at every moment, and what it must be when all work is done.
enum Inspection {
    /// What must be empty at every moment.
    private static let always = [
        (
            "job_counts must equal a real count",
            """
            SELECT state FROM job_counts
            WHERE jobs <> (SELECT count(*) FROM jobs WHERE jobs.state = job_counts.state)
            """
        ),
        (
            "a running segment must have a live attempt, and a live attempt its running segment",
            """
            SELECT segments.id FROM segments LEFT JOIN attempts ON attempts.id = segments.attempt_id
            WHERE segments.state = 'running' AND (attempts.id IS NULL OR attempts.ended_at IS NOT NULL)
            UNION ALL
            SELECT id FROM attempts WHERE ended_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM segments WHERE state = 'running' AND attempt_id = attempts.id)
            """
        ),
        (
            "the count of done segments must be true",
            """
            SELECT id FROM jobs WHERE segments_done
                <> (SELECT count(*) FROM segments WHERE job_id = jobs.id AND kind = 'translatable' AND state = 'done')
            """
        ),
        (
            "nothing of a job that is held or has ended may be claimable",
            """
            SELECT id FROM jobs WHERE state IN ('paused', 'cancelled', 'failed', 'completed')
                AND EXISTS (SELECT 1 FROM segments
                            WHERE job_id = jobs.id AND state IN ('pending', 'waiting', 'running'))
            """
        ),
        (
            "a job must not be there twice",
            "SELECT output_path FROM jobs WHERE output_path IS NOT NULL GROUP BY output_path HAVING count(*) > 1"
        ),
        ("no job may fail", "SELECT id, error_kind, error_message FROM jobs WHERE state = 'failed'"),
    ]

    /// What must be empty when every daemon has taken its leave.
    private static let atTheEnd = [
        ("no lease may be left", "SELECT id FROM segments WHERE lease_owner IS NOT NULL OR attempt_id IS NOT NULL"),
        ("no attempt may be left without an end", "SELECT id FROM attempts WHERE ended_at IS NULL"),
        ("no daemon may be left", "SELECT id, pid FROM daemons"),
        // The newest row stays, so that a number is never given twice.
        ("no more than one row of the journal may be left", "SELECT id FROM journal LIMIT -1 OFFSET 1"),
    ]

    /// What is wrong with a database, in one look at it.
    static func problems(of path: String, isOver: Bool) throws -> [String] {
        let database = try open(path)
        let problems = try database.read { database in
            var problems = try (always + (isOver ? atTheEnd : [])).compactMap { promise, query -> String? in
                let rows = try Row.fetchAll(database, sql: query)
                return rows.isEmpty ? nil : "\(promise): \(rows.prefix(5))"
            }
            if try !Row.fetchAll(database, sql: "PRAGMA foreign_key_check").isEmpty {
                problems.append("a foreign key dangles")
            }
            let damage = try String.fetchAll(database, sql: "PRAGMA integrity_check(3)")
            if damage != ["ok"] { problems.append("the file is damaged: \(damage)") }
            return problems
        }
        try database.close()
        return problems
    }

    /// Characters that all translations have together, finished or not.
    static func charactersKept(in path: String) throws -> Int {
        let database = try open(path)
        let count = try database.read { database in
            try Int.fetchOne(
                database, sql: "SELECT coalesce(sum(length(text)), 0) FROM segments WHERE kind = 'translatable'")
        }
        try database.close()
        return count ?? 0
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
