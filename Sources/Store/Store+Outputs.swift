import Foundation
import GRDB
import Translation

/// The files that this program has written, so that it never replaces anybody else's.
extension Store {
    /// Whether a file with this content was written by this program, whichever job it was.
    ///
    /// - Parameter sha256: The digest of what the file holds now (FIPS 180-4).
    public func hasWritten(_ path: String, sha256: Data) async throws -> Bool {
        try await read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM outputs WHERE path = ? AND sha256 = ?)",
                arguments: [path, sha256]) ?? false
        }
    }

    /// The job that has written a later document into a file; nil where none has.
    public func laterWriter(of path: String, than job: Job.ID) async throws -> Job.ID? {
        try await read { database in
            try Int64.fetchOne(
                database, sql: "SELECT max(job_id) FROM outputs WHERE path = ? HAVING max(job_id) > ?",
                arguments: [path, job])
        }
    }

    /// The files that jobs were to write, and have: they are translations, and nothing to translate.
    public func outputs() async throws -> Set<String> {
        try await read { database in
            Set(
                try String.fetchAll(
                    database,
                    sql: """
                        SELECT outputs.path FROM outputs JOIN jobs ON jobs.id = outputs.job_id
                        WHERE jobs.output_path = outputs.path
                        UNION SELECT path FROM outputs WHERE outlives_job
                        """))
        }
    }

    /// Has the daemon write a completed job's document once more; without effect on any other job.
    public func writeAgain(_ job: Job.ID) async throws {
        try await write { database in
            try database.execute(
                literal: """
                    UPDATE jobs SET state = 'queued', finished_at = NULL, output_error = NULL
                    WHERE id = \(job) AND state = 'completed' AND segments_done = segments
                    """)
        }
    }

    /// Notes what is about to be written, so that after a crash in between the file is known for ours.
    ///
    /// - Parameter byDaemon: Whether the daemon's committer does it, which waits where the disk is full.
    public func willWrite(
        _ path: String, sha256: Data, for job: Job.ID, byDaemon: Bool = true, now: Timestamp
    ) async throws {
        let note: @Sendable (Database) throws -> Void = { database in
            try database.execute(
                literal: """
                    INSERT INTO outputs (path, sha256, job_id, written_at)
                    VALUES (\(path), \(sha256), \(job), \(now.milliseconds))
                    ON CONFLICT DO UPDATE SET job_id = excluded.job_id, written_at = excluded.written_at
                    """)
        }
        if byDaemon { try await commits.perform(note) } else { try await write(note) }
    }

    /// Marks a job as completed whose document waits for somebody with the right to write it.
    ///
    /// Without effect where the job is no longer open.
    public func complete(_ job: Job.ID, outputError: String, now: Timestamp) async throws {
        try await commits.perform { database in
            try database.execute(
                literal: """
                    UPDATE jobs SET state = 'completed', finished_at = \(now.milliseconds), output_error = \(outputError)
                    WHERE id = \(job) AND state IN ('queued', 'running') AND segments_done = segments
                    """)
        }
    }

    /// The document has been written after all.
    public func hasWrittenOutput(of job: Job.ID) async throws {
        try await write { try $0.execute(literal: "UPDATE jobs SET output_error = NULL WHERE id = \(job)") }
    }

    /// The document that a job was made of, as it was added.
    public func document(of job: Job.ID) async throws -> Data {
        try await read { database in
            try Data.fetchOne(
                database,
                sql: "SELECT bytes FROM documents JOIN jobs ON jobs.document_id = documents.id WHERE jobs.id = ?",
                arguments: [job]) ?? Data()
        }
    }

    /// The jobs that translated a file into a language before, newest first.
    public func formerJobs(path: String, into target: String, before job: Job.ID = .max, limit: Int) async throws
        -> [Job]
    {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM jobs WHERE path = ? AND target_language = ? AND id < ?
                    ORDER BY id DESC LIMIT ?
                    """, arguments: [path, target, job, limit]
            ).map { try Self.job($0) }
        }
    }
}
