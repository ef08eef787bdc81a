import GRDB

@testable import Store

/// What must hold in a database at any time, as queries that find what breaks it.
enum Invariants {
    private static let queries = [
        (
            "job_counts must equal a real count",
            """
            SELECT state, endpoint FROM job_counts WHERE jobs <> (
                SELECT count(*) FROM jobs
                WHERE jobs.state = job_counts.state AND coalesce(jobs.endpoint, '') = job_counts.endpoint)
            UNION ALL
            SELECT state, coalesce(endpoint, '') FROM jobs
            WHERE (state, coalesce(endpoint, '')) NOT IN (SELECT state, endpoint FROM job_counts)
            """
        ),
        (
            "job_counts must know the text that is left",
            """
            SELECT state, endpoint FROM job_counts WHERE characters_left <> coalesce((
                SELECT sum(characters - characters_done) FROM jobs
                WHERE jobs.state = job_counts.state AND coalesce(jobs.endpoint, '') = job_counts.endpoint), 0)
            """
        ),
        (
            "a running segment must have a live attempt of its own",
            """
            SELECT segments.id FROM segments LEFT JOIN attempts ON attempts.id = segments.attempt_id
            WHERE segments.state = 'running'
                AND (attempts.id IS NULL OR attempts.ended_at IS NOT NULL OR attempts.segment_id <> segments.id)
            """
        ),
        (
            "a live attempt must have its running segment",
            """
            SELECT id FROM attempts WHERE ended_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM segments WHERE state = 'running' AND attempt_id = attempts.id)
            """
        ),
        (
            "a running job must have a running segment, and no other may",
            """
            SELECT id FROM jobs WHERE (state = 'running')
                <> EXISTS (SELECT 1 FROM segments WHERE job_id = jobs.id AND state = 'running')
            """
        ),
        (
            "a queued job must have something to claim, or only its end to write",
            """
            SELECT id FROM jobs WHERE state = 'queued' AND segments_done < segments
                AND NOT EXISTS (SELECT 1 FROM segments WHERE job_id = jobs.id AND state = 'pending')
            """
        ),
        (
            "a waiting job must wait for the first of its segments, or for its disk",
            """
            SELECT id FROM jobs WHERE state = 'waiting' AND NOT (
                (wait_reason IN ('disk', 'schedule') AND segments_done = segments)
                OR not_before = (SELECT min(not_before) FROM segments WHERE job_id = jobs.id AND state = 'waiting')
                    AND NOT EXISTS (SELECT 1 FROM segments WHERE job_id = jobs.id AND state = 'pending'))
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
            "only a job that is held or has ended, or whose cost has reached its ceiling, may hold segments",
            """
            SELECT id FROM jobs WHERE state IN ('queued', 'running', 'waiting') AND cost >= max_cost IS NOT TRUE
                AND EXISTS (SELECT 1 FROM segments WHERE job_id = jobs.id AND state IN ('held', 'failed'))
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
            "the count of attempts must be true",
            """
            SELECT id FROM jobs WHERE attempts <> (SELECT count(*) FROM attempts WHERE job_id = jobs.id)
            """
        ),
        (
            "what a job has cost must be the sum of its attempts",
            """
            SELECT id FROM jobs WHERE cost IS NOT (SELECT sum(cost) FROM attempts WHERE job_id = jobs.id)
            """
        ),
        (
            "a job whose cost has reached its ceiling must have nothing to claim",
            """
            SELECT id FROM jobs WHERE cost >= max_cost AND segments_done < segments
                AND EXISTS (SELECT 1 FROM segments WHERE job_id = jobs.id AND state IN ('pending', 'waiting'))
            """
        ),
        (
            "what is told of a gate's probe must be an attempt at that endpoint",
            """
            SELECT endpoint FROM gates WHERE probe IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM attempts WHERE id = probe AND attempts.endpoint = gates.endpoint)
            """
        ),
        (
            "only an answer of an attempt that has ended is kept",
            """
            SELECT attempt_id FROM answers JOIN attempts ON attempts.id = attempt_id WHERE ended_at IS NULL
            """
        ),
        (
            "a segment must repeat its job's priority and endpoint",
            """
            SELECT segments.id FROM segments JOIN jobs ON jobs.id = job_id
            WHERE segments.priority <> jobs.priority OR segments.endpoint <> coalesce(jobs.endpoint, '')
            """
        ),
    ]

    /// What is broken, with the numbers of the rows; empty where everything holds.
    static func broken(in store: Store) async throws -> [String] {
        try await store.read { database in
            var broken = try queries.compactMap { promise, query -> String? in
                let rows = try Row.fetchAll(database, sql: query)
                return rows.isEmpty ? nil : "\(promise): \(rows)"
            }
            if try !Row.fetchAll(database, sql: "PRAGMA foreign_key_check").isEmpty {
                broken.append("a foreign key dangles")
            }
            if try String.fetchAll(database, sql: "PRAGMA integrity_check") != ["ok"] {
                broken.append("the file is damaged")
            }
            return broken
        }
    }
}
