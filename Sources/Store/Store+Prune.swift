import Foundation
import GRDB
import Translation

// Removes jobs that have ended, with what belongs to them alone: segments, requests, answers, and the document where no
// other job was made of it. The translation memory, the counters and the list of files that were written stay.
//
// For the rest of the program such a job was never there: its document can be added anew, `--changed` finds nothing to
// keep of it, and `get --diff` nothing to compare with. Its number is never given again.
extension Store {
    /// So much is removed in one transaction: some 20 ms, for which others wait.
    ///
    /// Counted in rows and in pages of documents.
    public static let pruneBatch = 2000

    /// What a removal would remove; takes no lock that anybody waits for.
    public func prunable(_ pruning: Pruning) async throws -> Pruning.Removed {
        try await read { database in
            let wanted = pruning.rest.map { "(\(Self.condition($0)))" as SQL }.joined(operator: .or)
            guard !pruning.rest.isEmpty else { return Pruning.Removed() }
            var removed = Pruning.Removed()
            let jobs: SQL = "SELECT id FROM jobs WHERE \(wanted)"
            func count(_ query: SQL) throws -> Int {
                try SQLRequest<Int>(literal: query).fetchOne(database) ?? 0
            }
            removed.jobs = try count("SELECT count(*) FROM jobs WHERE \(wanted)")
            removed.segments = try count("SELECT count(*) FROM segments WHERE job_id IN (\(jobs))")
            removed.attempts = try count("SELECT count(*) FROM attempts WHERE job_id IN (\(jobs))")
            let documents: SQL = """
                FROM documents WHERE id IN (SELECT document_id FROM jobs WHERE \(wanted))
                    AND NOT EXISTS (SELECT 1 FROM jobs WHERE document_id = documents.id AND NOT (\(wanted)))
                """
            removed.documents = try count("SELECT count(*) \(documents)")
            removed.documentBytes = try count("SELECT coalesce(sum(length(bytes)), 0) \(documents)")
            return removed
        }
    }

    /// Removes the next batch, in one transaction.
    ///
    /// - Parameters:
    ///   - pruning: How far it has come.
    ///   - batch: How much at most, as ``pruneBatch``; one job at least.
    /// - Returns: How far it has come by this.
    public func prune(_ pruning: Pruning, batch: Int = Store.pruneBatch) async throws -> Pruning {
        try await write { database in
            var pruning = pruning
            guard let stretch = pruning.rest.first else { return pruning }
            let chosen = try Self.oldest(stretch, batch: batch, database)
            guard let last = chosen.last else {
                pruning.rest.removeFirst()
                return pruning
            }
            pruning.rest[0].passed = (last.endedAt, last.job)
            try Self.remove(chosen, into: &pruning.removed, database)
            return pruning
        }
    }

    /// Forgets what requests that have ended left in the journal, which the daemon does while it runs.
    public func clearJournal() async throws {
        while try await write({ try Self.trimJournal(limit: 20_000, $0) }) {}
    }

    /// Which jobs are old enough.
    ///
    /// One whose document waits for somebody with the right to write it is not done with, though it is completed; nor is
    /// one of whose end somebody is still to be told.
    private static func condition(_ stretch: Pruning.Stretch) -> SQL {
        """
        jobs.state = \(stretch.state.rawValue) AND jobs.finished_at < \(stretch.limit.milliseconds)
            AND jobs.output_error IS NULL
            AND NOT EXISTS (SELECT 1 FROM deliveries WHERE job_id = jobs.id AND deliveries.state = 'waiting')
        """
    }

    private struct Chosen {
        let job: Job.ID
        let document: Int64
        let endedAt: Int64
    }

    private static func oldest(_ stretch: Pruning.Stretch, batch: Int, _ database: Database) throws -> [Chosen] {
        let rows = try SQLRequest<Row>(
            literal: """
                SELECT id, document_id, finished_at, 1 + segments + attempts + (
                    -- length() of a blob reads its header only.
                    SELECT length(bytes) / 4096 FROM documents WHERE documents.id = document_id) AS weight
                FROM jobs
                WHERE \(condition(stretch)) AND (finished_at, id) > (\(stretch.passed.endedAt), \(stretch.passed.job))
                ORDER BY finished_at, id LIMIT \(batch)
                """
        ).fetchCursor(database)
        var chosen: [Chosen] = []
        var weight = 0
        while weight < batch, let row = try rows.next() {
            let next: Int = row["weight"]
            if !chosen.isEmpty, weight + next > batch { break }
            weight += next
            chosen.append(Chosen(job: row["id"], document: row["document_id"], endedAt: row["finished_at"]))
        }
        return chosen
    }

    private static func remove(
        _ chosen: [Chosen], into removed: inout Pruning.Removed, _ database: Database
    ) throws {
        let jobs = try jsonList(chosen.map(\.job))
        let documents = try jsonList(Array(Set(chosen.map(\.document))))
        try database.execute(
            literal: """
                UPDATE outputs SET outlives_job = 1
                WHERE job_id IN (SELECT value FROM json_each(\(jobs)))
                    AND path IN (SELECT output_path FROM jobs WHERE id IN (SELECT value FROM json_each(\(jobs))))
                """)
        // One by one and not by the cascade from jobs, which would count nothing and be slower.
        func delete(_ query: SQL) throws -> Int {
            try database.execute(literal: query)
            return database.changesCount
        }
        removed.attempts += try delete(
            "DELETE FROM attempts WHERE job_id IN (SELECT value FROM json_each(\(jobs)))")
        removed.segments += try delete(
            "DELETE FROM segments WHERE job_id IN (SELECT value FROM json_each(\(jobs)))")
        removed.jobs += try delete("DELETE FROM jobs WHERE id IN (SELECT value FROM json_each(\(jobs)))")
        // Whoever asked first before a gate has ended, and so the gate may be asked at again; as with a number that is gone.
        try database.execute(
            sql: "UPDATE gates SET probe = NULL WHERE NOT EXISTS (SELECT 1 FROM attempts WHERE id = probe)")
        let orphans: SQL = """
            documents WHERE id IN (SELECT value FROM json_each(\(documents)))
                AND NOT EXISTS (SELECT 1 FROM jobs WHERE document_id = documents.id)
            """
        removed.documentBytes +=
            try SQLRequest<Int>(literal: "SELECT coalesce(sum(length(bytes)), 0) FROM \(orphans)").fetchOne(database)
            ?? 0
        removed.documents += try delete("DELETE FROM \(orphans)")
    }

    private static func jsonList(_ numbers: [Int64]) throws -> String {
        String(decoding: try JSONEncoder().encode(numbers), as: UTF8.self)
    }
}
