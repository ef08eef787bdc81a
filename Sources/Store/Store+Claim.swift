import Foundation
import GRDB
import Translation

extension Store {
    /// Claims as many segments as the endpoint has places: higher priority first, then the older job, then the order
    /// of the document.
    ///
    /// Segments and jobs whose time has come are made claimable in the same transaction.
    public func claim(_ capacity: Capacity, for daemon: Int64, now: Timestamp) async throws -> [ClaimedSegment] {
        try await commits.perform { database in
            try Self.promoteDue(now: now, database)
            // Jobs that name the endpoint go before those that leave the choice to the daemon.
            var claimed = try Self.claim(capacity, queue: capacity.endpoint, capacity.free, daemon, now, database)
            let left = capacity.free - claimed.count
            if left > 0 { claimed += try Self.claim(capacity, queue: "", left, daemon, now, database) }
            if !claimed.isEmpty { try Self.beat(daemon, now: now, database) }
            return claimed.sorted { ($0.job, $0.position) < ($1.job, $1.position) }
        }
    }

    /// When the next waiting segment or job is due; nil where none waits.
    public func nextDue() async throws -> Timestamp? {
        try await read { database in
            let times = try Int64.fetchAll(
                database,
                sql: """
                    SELECT * FROM (SELECT not_before FROM segments WHERE state = 'waiting' AND not_before IS NOT NULL
                                   ORDER BY not_before LIMIT 1)
                    UNION ALL
                    SELECT * FROM (SELECT not_before FROM jobs WHERE state = 'waiting' AND not_before IS NOT NULL
                                   ORDER BY not_before LIMIT 1)
                    """)
            return times.min().map(Timestamp.init(milliseconds:))
        }
    }

    private static func promoteDue(now: Timestamp, _ database: Database) throws {
        try database.execute(
            literal: """
                UPDATE segments SET state = 'pending', not_before = NULL, wait_reason = NULL
                WHERE state = 'waiting' AND not_before <= \(now.milliseconds)
                """)
        try database.execute(
            literal: """
                UPDATE jobs SET state = 'queued', not_before = NULL, wait_reason = NULL
                WHERE state = 'waiting' AND not_before <= \(now.milliseconds)
                """)
    }

    private static func claim(
        _ capacity: Capacity, queue: String, _ limit: Int, _ daemon: Int64, _ now: Timestamp, _ database: Database
    ) throws -> [ClaimedSegment] {
        // The attempt's number is known before its row is: the segment names it, so that one statement claims.
        let firstAttempt =
            try Int64.fetchOne(
                database, sql: "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'attempts'), 0) + 1") ?? 1
        let statement = try database.cachedStatement(
            sql: """
                UPDATE segments
                SET state = 'running', lease_owner = ?1, lease_epoch = lease_epoch + 1, attempt_id = 0
                WHERE id IN (SELECT id FROM segments WHERE state = 'pending' AND endpoint = ?2
                             ORDER BY priority DESC, job_id, position LIMIT ?3)
                RETURNING id, job_id, position, source, text, tries, lease_epoch
                """)
        let rows = try Row.fetchAll(statement, arguments: [daemon, queue, limit])
        return try rows.enumerated().map { offset, row in
            try start(row, attempt: firstAttempt + Int64(offset), capacity, now, database)
        }
    }

    private static func start(
        _ row: Row, attempt: Attempt.ID, _ capacity: Capacity, _ now: Timestamp, _ database: Database
    ) throws -> ClaimedSegment {
        let (segment, job): (Int64, Int64) = (row["id"], row["job_id"])
        let terms = try terms(of: job, database)
        let text: String = row["text"]
        let number =
            try Int.fetchOne(
                database, sql: "SELECT coalesce(max(number), 0) + 1 FROM attempts WHERE segment_id = ?",
                arguments: [segment]) ?? 1
        try database.execute(
            literal: """
                INSERT INTO attempts (id, job_id, segment_id, number, endpoint, model, mode, journal_start,
                    prefix_characters, started_at)
                VALUES (\(attempt), \(job), \(segment), \(number), \(capacity.endpoint),
                    \(terms.model ?? capacity.model), \(capacity.mode.rawValue),
                    (SELECT coalesce(max(id), 0) + 1 FROM journal),
                    \(Transcript(settled: text, mode: capacity.mode).prefix.count), \(now.milliseconds))
                """)
        try database.execute(literal: "UPDATE segments SET attempt_id = \(attempt) WHERE id = \(segment)")
        try database.execute(
            literal: """
                UPDATE jobs SET state = 'running', not_before = NULL, wait_reason = NULL, attempts = attempts + 1,
                    started_at = coalesce(started_at, \(now.milliseconds))
                WHERE id = \(job) AND state IN ('queued', 'waiting', 'running')
                """)
        return ClaimedSegment(
            lease: Lease(segment: segment, epoch: row["lease_epoch"], attempt: attempt), job: job,
            position: row["position"], attemptNumber: number, source: row["source"], text: text,
            tries: row["tries"], terms: terms)
    }

    private static func terms(of job: Job.ID, _ database: Database) throws -> ClaimedSegment.Terms {
        guard
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT format, source_language, target_language, model, instructions, glossary, temperature
                    FROM jobs WHERE id = ?
                    """, arguments: [job])
        else { throw StoreError(kind: .other, path: "", reason: "segment without a job") }
        return ClaimedSegment.Terms(
            format: row["format"], sourceLanguage: row["source_language"], targetLanguage: row["target_language"],
            model: row["model"], instructions: row["instructions"], glossary: try decodeGlossary(row["glossary"]),
            temperature: row["temperature"])
    }

    static func decodeGlossary(_ json: String) throws -> Glossary {
        Glossary(terms: try JSONDecoder().decode([Glossary.Term].self, from: Data(json.utf8)))
    }

    /// Renews the daemon's leases; false where it is no longer known.
    @discardableResult
    static func beat(_ daemon: Int64, now: Timestamp, _ database: Database) throws -> Bool {
        try database.execute(
            literal: "UPDATE daemons SET heartbeat_at = \(now.milliseconds) WHERE id = \(daemon)")
        return database.changesCount == 1
    }
}
