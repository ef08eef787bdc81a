import Foundation
import GRDB
import Translation

/// One transaction's claim of segments for an endpoint.
struct Claim {
    private let capacity: Capacity
    private let lessons: Set<Lesson>
    private let gateFailures: Int?
    private let daemon: Int64
    private let now: Timestamp

    init(
        _ capacity: Capacity, _ entrance: Store.Entrance, daemon: Int64, now: Timestamp, _ database: Database
    ) throws {
        self.capacity = capacity
        self.daemon = daemon
        self.now = now
        lessons = try Store.lessons(of: capacity.endpoint, database)
        gateFailures = if case .probe(let failures) = entrance { failures } else { nil }
    }

    /// Claims up to `limit` segments of those that name the endpoint and those that any may have.
    func segments(limit: Int, _ database: Database) throws -> [ClaimedSegment] {
        // The attempt's number is known before its row is: the segment names it, so that one statement claims.
        let firstAttempt =
            try Int64.fetchOne(
                database.cachedStatement(
                    sql: "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'attempts'), 0) + 1")) ?? 1
        // Of every four, one goes to the oldest job whatever its size: a book is not to wait for ever behind pages.
        let eldest = (firstAttempt..<firstAttempt + Int64(limit)).count { $0.isMultiple(of: Self.turnOfTheEldest) }
        var rows = try take(eldest, by: "priority DESC, job_id, position", database)
        rows += try take(limit - rows.count, by: "priority DESC, size_class, job_id, position", database)
        var known: [Job.ID: ClaimedSegment.Terms] = [:]
        return try rows.enumerated().map { offset, row in
            let job: Job.ID = row["job_id"]
            let terms = try known[job] ?? terms(of: job, database)
            known[job] = terms
            return try start(row, attempt: firstAttempt + Int64(offset), terms, database)
        }
    }

    /// Every which attempt goes to the oldest job.
    private static let turnOfTheEldest: Int64 = 4

    /// - Parameter order: The columns of an index, so that no more is sorted than what may be taken.
    private func take(_ limit: Int, by order: String, _ database: Database) throws -> [Row] {
        guard limit > 0 else { return [] }
        let columns = "priority, size_class, job_id, position"
        let statement = try database.cachedStatement(
            sql: """
                UPDATE segments
                SET state = 'running', lease_owner = ?1, lease_epoch = lease_epoch + 1, attempt_id = 0
                WHERE id IN (
                    SELECT id FROM (
                        SELECT * FROM (SELECT id, \(columns) FROM segments
                            WHERE state = 'pending' AND endpoint = ?2 ORDER BY \(order) LIMIT ?3)
                        UNION ALL
                        SELECT * FROM (SELECT id, \(columns) FROM segments
                            WHERE state = 'pending' AND endpoint = '' ORDER BY \(order) LIMIT ?3))
                    ORDER BY \(order) LIMIT ?3)
                RETURNING id, job_id, position, source, prompt, layout, text, tries, lease_epoch, manner, turned_down,
                    heading
                """)
        return try Row.fetchAll(statement, arguments: [daemon, capacity.endpoint, limit])
    }

    private func start(
        _ row: Row, attempt: Attempt.ID, _ terms: ClaimedSegment.Terms, _ database: Database
    ) throws -> ClaimedSegment {
        let (segment, job): (Int64, Int64) = (row["id"], row["job_id"])
        let original: String = row["source"]
        let preceding = try preceding(row["position"], of: job, database)
        let text: String = row["text"]
        let manner = (row["manner"] as String?).flatMap(Manner.init(rawValue:))
        let mode = manner == .restart ? .restart : lessons.mode(for: capacity.mode)
        let number =
            try Int.fetchOne(
                database.cachedStatement(
                    sql: "SELECT coalesce(max(number), 0) + 1 FROM attempts WHERE segment_id = ?"),
                arguments: [segment]) ?? 1
        try database.run(
            """
            INSERT INTO attempts (id, job_id, segment_id, number, endpoint, model, mode, journal_start,
                prefix_characters, started_at, price_prompt, price_completion)
            VALUES (\(attempt), \(job), \(segment), \(number), \(capacity.endpoint),
                \(terms.model ?? capacity.model), \(mode.rawValue),
                (SELECT coalesce(max(id), 0) + 1 FROM journal),
                \(Transcript(settled: text, mode: mode).prefix.count), \(now.milliseconds),
                \(capacity.prices?.prompt.millionths), \(capacity.prices?.completion.millionths))
            """)
        try database.run("UPDATE segments SET attempt_id = \(attempt) WHERE id = \(segment)")
        try database.run(
            """
            UPDATE jobs SET state = 'running', not_before = NULL, wait_reason = NULL, attempts = attempts + 1,
                started_at = coalesce(started_at, \(now.milliseconds))
            WHERE id = \(job) AND state IN ('queued', 'waiting', 'running')
            """)
        return ClaimedSegment(
            lease: Lease(owner: daemon, segment: segment, epoch: row["lease_epoch"], attempt: attempt), job: job,
            position: row["position"], attemptNumber: number, source: row["prompt"] ?? original,
            original: original, layout: row["layout"], text: text,
            tries: row["tries"], manner: manner, wasTurnedDown: (row["turned_down"] as Int) > 0, mode: mode,
            lessons: lessons, gateFailures: gateFailures, terms: terms, heading: row["heading"], preceding: preceding)
    }

    /// The text before a segment, whose end says what it is about.
    private func preceding(
        _ position: Int, of job: Job.ID, _ database: Database
    ) throws -> ClaimedSegment.Preceding? {
        guard position > 0 else { return nil }
        let statement = try database.cachedStatement(
            sql: """
                SELECT coalesce(prompt, source), layout, CASE WHEN state = 'done' THEN text END
                FROM segments WHERE job_id = ? AND position < ? AND kind = 'translatable'
                ORDER BY position DESC LIMIT 1
                """)
        return try Row.fetchOne(statement, arguments: [job, position]).map {
            ClaimedSegment.Preceding(source: $0[0], layout: $0[1], translation: $0[2])
        }
    }

    private func terms(of job: Job.ID, _ database: Database) throws -> ClaimedSegment.Terms {
        guard
            let row = try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT format, source_language, target_language, model, instructions, glossary, temperature,
                            title, uses_memory
                        FROM jobs WHERE id = ?
                        """), arguments: [job])
        else { throw StoreError(kind: .other, path: "", reason: "segment without a job") }
        return ClaimedSegment.Terms(
            format: row["format"], sourceLanguage: row["source_language"], targetLanguage: row["target_language"],
            model: row["model"], instructions: row["instructions"],
            glossary: try Store.decodeGlossary(row["glossary"]), temperature: row["temperature"],
            title: row["title"], usesMemory: row["uses_memory"])
    }
}
