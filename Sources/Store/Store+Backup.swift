import Foundation
import GRDB
import Translation

// A copy of the database while the daemon works on it.
//
// SQLite's backup interface copies pages. Left to itself it begins anew whenever another process has written between two
// steps, and beside a daemon that commits all the time it would never end (sqlite.org/backup.html). So the connection
// holds a read transaction: all steps see that one moment, writers are not held up, and what they write meanwhile stays in
// the log until the copy is done. VACUUM INTO would do that too, and leave gaps out; but it builds every table and index
// anew, which takes several times as long while the log grows, and does not tell how far it is.
extension Store {
    /// What was copied.
    public struct Backup: Sendable {
        /// Its size in bytes.
        public let size: Int
        /// How many jobs are in it.
        public let jobs: Int
    }

    /// Pages that are copied between two words of progress.
    private static let backupStep: CInt = 500

    /// Writes a copy of the database as it is at one moment, and has SQLite check it before it gets its name.
    ///
    /// In the copy no daemon is at work: what streamed at that moment is settled as at the end of a daemon, with all text
    /// that was committed, and goes on from there. It is one file, without a log beside it.
    ///
    /// - Parameters:
    ///   - path: Where it goes; its folder must be there.
    ///   - replaces: Whether a file that is there may be replaced: an earlier backup, or an empty file, no other.
    ///   - progress: Told the share that is copied.
    /// - Throws: ``StoreError``, ``BackupError``.
    public func backup(
        to path: String, replaces: Bool = false, now: Timestamp,
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> Backup {
        let file = try BackupFile(path, of: self.path, replaces: replaces)
        do {
            try await copy(to: file.temporary, progress)
            let jobs = try await Self.makeFit(file.temporary, for: path, now: now)
            return Backup(size: try file.put(), jobs: jobs)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            file.discard()
            throw BackupError(path: path, obstacle: .damaged(error.message ?? ""))
        } catch {
            file.discard()
            throw StoreError.from(error, path: path)
        }
    }

    private func copy(to target: String, _ progress: @escaping @Sendable (Double) -> Void) async throws {
        try await database.read { source in
            // A transaction sees nothing yet before it has read something.
            _ = try Int.fetchOne(source, sql: "SELECT count(*) FROM sqlite_schema")
            let copy = try DatabaseQueue(path: target)
            try copy.writeWithoutTransaction { copy in
                try source.backup(to: copy, pagesPerStep: Self.backupStep) { step in
                    progress(Double(step.completedPageCount) / Double(max(1, step.totalPageCount)))
                }
            }
            try copy.close()
        }
    }

    /// Makes a copy fit to be put in the database's place on any machine, and has it checked; the number of its jobs.
    private static func makeFit(_ copy: String, for path: String, now: Timestamp) async throws -> Int {
        let queue = try DatabaseQueue(path: copy)
        let jobs = try await queue.writeWithoutTransaction { database in
            let problems = try String.fetchAll(database, sql: "PRAGMA quick_check(5)").filter { $0 != "ok" }
            guard problems.isEmpty else {
                throw BackupError(path: path, obstacle: .damaged(problems.joined(separator: "; ")))
            }
            try database.inTransaction {
                for daemon in try daemons(database) {
                    try strikeOff(daemon.id, outcome: .stopped, now: now, database)
                }
                _ = try trimJournal(limit: .max, database)
                return .commit
            }
            // Without a log beside it, it can be read where nothing can be written.
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
            return try Int.fetchOne(database, sql: "SELECT coalesce(sum(jobs), 0) FROM job_counts") ?? 0
        }
        try queue.close()
        return jobs
    }
}
