import Foundation
import GRDB
import Migrations
import ScriptedEndpoint

/// A database as an older version of the program left it, with a job that had begun.
enum OldDatabase {
    /// How many versions of the schema there are; the last is today's.
    static let versions = Migration.all.count

    /// Makes a database of a version, and in it job 1: one segment with the beginning of its translation.
    ///
    /// - Parameters:
    ///   - path: Where it is made.
    ///   - version: How many migrations it has seen, from 1.
    ///   - document: The job's document.
    ///   - text: The beginning that was received.
    static func make(at path: String, version: Int, _ document: TestDocument, text: String) throws {
        let database = try DatabaseQueue(path: path)
        var migrator = DatabaseMigrator()
        for step in Migration.all.prefix(version) {
            migrator.registerMigration(step.name) { try $0.execute(sql: step.sql) }
        }
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try migrator.migrate(database)
        // Only what the first version had.
        try database.write { database in
            try database.execute(
                sql: "INSERT INTO documents (sha256, bytes, created_at) VALUES (zeroblob(32), ?, 1)",
                arguments: [Data(document.source.utf8)])
            try database.execute(
                sql: """
                    INSERT INTO jobs (document_id, name, format, target_language, state, created_at, segments, characters)
                    VALUES (1, ?, 'text', 'es', 'queued', 1, 1, ?)
                    """, arguments: [document.name, document.source.count])
            try database.execute(
                sql: """
                    INSERT INTO segments (job_id, position, kind, source, text, state, priority)
                    VALUES (1, 0, 'translatable', ?, ?, 'pending', 0)
                    """, arguments: [document.source, text])
        }
        try database.close()
    }
}
