import Foundation
import GRDB
import Translation

/// The translation memory.
extension Store {
    /// What asks the memory, one text after the other, without a turn of the event loop between: for the one who takes a
    /// document apart; nil where the memory is empty.
    ///
    /// What cannot be read is not there: the text is then asked of a model, which costs, and harms nothing.
    public func recall(in scope: MemoryScope) async throws -> (@Sendable (String) -> String?)? {
        guard try await read({ try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM memory)") ?? false }) else {
            return nil
        }
        let database = database
        return { text in try? database.read { try Self.recalled(text, in: scope, $0) } }
    }

    /// The translations of some texts; nil where that of one of them is missing.
    public func recalled(_ texts: [String], in scope: MemoryScope) async throws -> [String]? {
        try await read { database in
            var found: [String] = []
            for text in texts {
                guard let translation = try Self.recalled(text, in: scope, database) else { return nil }
                found.append(translation)
            }
            return found
        }
    }

    /// The newest translation of the same glossary and instructions, or an imported one that is newer: a person wanted
    /// that used.
    private static func recalled(_ text: String, in scope: MemoryScope, _ database: Database) throws -> String? {
        let source = scope.source ?? ""
        let statement = try database.cachedStatement(
            sql: """
                SELECT target FROM memory
                WHERE digest = ? AND target_language = ? AND terms IN (?, x'')
                    AND (? = '' OR source_language IN (?, ''))
                ORDER BY created_at DESC, length(terms) DESC, source_language = ? DESC LIMIT 1
                """)
        return try String.fetchOne(
            statement, arguments: [Digest.sha256(text), scope.target, scope.terms, source, source, source])
    }

    /// Settles a claimed segment with what the memory has of it: as if it had never been claimed, its attempt is
    /// forgotten.
    ///
    /// - Parameter text: The translation, as a model would have written it.
    /// - Returns: Whether it was written; false where the lease was lost.
    public func settle(_ lease: Lease, recalled text: String) async throws -> Bool {
        try await commits.perform { database in
            let job = try Int64.fetchOne(
                database,
                sql: """
                    UPDATE segments SET text = ?, state = 'done', origin = 'memory', tries = 0, manner = NULL,
                        lease_owner = NULL, attempt_id = NULL, lease_epoch = lease_epoch + 1
                    WHERE id = ? AND lease_epoch = ? AND attempt_id = ?
                    RETURNING job_id
                    """, arguments: [text, lease.segment, lease.epoch, lease.attempt])
            guard let job else { return false }
            try database.execute(literal: "DELETE FROM attempts WHERE id = \(lease.attempt)")
            try database.execute(literal: "UPDATE jobs SET attempts = attempts - 1 WHERE id = \(job)")
            try Self.countDone(lease.segment, job: job, database)
            try Self.refresh(job, database)
            return true
        }
    }

    /// Keeps translations for the next time; newer ones take the place of older ones.
    static func remember(_ learned: AttemptReport.Learned, now: Timestamp, _ database: Database) throws {
        let scope = learned.scope
        for pair in learned.pairs where !pair.source.isEmpty && !pair.target.isEmpty {
            try keep(
                MemoryUnit(
                    sourceLanguage: scope.source, targetLanguage: scope.target, source: pair.source,
                    target: pair.target, createdAt: now), terms: scope.terms, database)
        }
    }

    private static func keep(_ unit: MemoryUnit, terms: Data, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO memory (digest, terms, source_language, target_language, source, target, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET target = excluded.target, created_at = excluded.created_at
                WHERE excluded.created_at >= created_at
                """)
        try statement.execute(arguments: [
            Digest.sha256(unit.source), terms, unit.sourceLanguage ?? "", unit.targetLanguage, unit.source, unit.target,
            unit.createdAt.milliseconds,
        ])
    }

    /// Takes in translations from elsewhere, which hold whatever the glossary and the instructions of a job.
    ///
    /// For a reader that hands on what it reads piece by piece: it returns when they are on disk.
    /// - Throws: ``StoreError``.
    public func importMemory(_ units: [MemoryUnit]) throws {
        do {
            try database.write { database in
                for unit in units { try Self.keep(unit, terms: Data(), database) }
            }
        } catch {
            throw StoreError.from(error, path: path)
        }
    }

    /// The memory in the order in which it grew, from behind a number on; at most `limit` of it.
    ///
    /// - Parameters:
    ///   - source: Only texts of this language, or of one that was not told.
    ///   - target: Only translations into this language.
    /// - Returns: The units, and the number from which to go on; nil where there are no more.
    public func memory(
        from source: String?, into target: String?, after number: Int64 = 0, limit: Int = 1000
    ) async throws -> (units: [MemoryUnit], next: Int64?) {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM memory WHERE id > ?1 AND (?2 IS NULL OR source_language IN (?2, ''))
                        AND (?3 IS NULL OR target_language = ?3)
                    ORDER BY id LIMIT ?4
                    """, arguments: [number, source, target, limit])
            let units = rows.map { row in
                let language: String = row["source_language"]
                return MemoryUnit(
                    sourceLanguage: language.isEmpty ? nil : language, targetLanguage: row["target_language"],
                    source: row["source"], target: row["target"],
                    createdAt: Timestamp(milliseconds: row["created_at"]))
            }
            return (units, rows.count < limit ? nil : rows.last?["id"])
        }
    }

    /// How many texts of each language pair the memory holds, in the order of the languages.
    public func memoryCounts() async throws -> [(source: String?, target: String, texts: Int)] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT source_language, target_language, count(*) FROM memory GROUP BY 1, 2 ORDER BY 1, 2
                    """
            ).map { row in
                let language: String = row[0]
                return (language.isEmpty ? nil : language, row[1], row[2])
            }
        }
    }

    /// How much of a job no model was asked for.
    public struct Reuse: Sendable, Equatable {
        /// Segments whose translation came from the memory.
        public var fromMemory = 0
        /// Segments whose translation is that of the document's last version.
        public var fromFormer = 0
        /// The characters of source of both.
        public var characters = 0
    }

    /// How much of a job no model was asked for.
    public func reuse(of job: Job.ID) async throws -> Reuse {
        try await read { database in
            var reuse = Reuse()
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT origin, count(*), sum(length(coalesce(prompt, source))) FROM segments
                    WHERE job_id = ? AND origin IS NOT NULL GROUP BY origin
                    """, arguments: [job])
            for row in rows {
                switch SegmentOrigin(rawValue: row[0]) {
                case .memory: reuse.fromMemory = row[1]
                case .former: reuse.fromFormer = row[1]
                case nil: continue
                }
                reuse.characters += row[2]
            }
            return reuse
        }
    }
}
