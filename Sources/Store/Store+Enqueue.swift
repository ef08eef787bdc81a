import Foundation
import GRDB
import Translation

extension Store {
    /// What became of an `add`.
    public struct Enqueued: Sendable, Equatable {
        /// The job's number.
        public let id: Job.ID
        /// Whether the job was made now; false where the same one was there already.
        public let isNew: Bool
        /// How the job stands.
        public let state: JobStateName
        /// The jobs whose place it has taken, which were cancelled.
        public var superseded: [Job.ID] = []
        /// How many segments were translated already.
        public var reused = 0
    }

    /// Queues a document, or finds the job that is already there.
    ///
    /// When it returns, the job is on disk.
    ///
    /// - Throws: ``StoreError``.
    public func enqueue(_ job: NewJob, now: Timestamp) async throws -> Enqueued {
        let documentHash = job.documentHash
        let identity = job.isForced ? nil : try job.identity(documentHash: documentHash)
        let glossary = String(decoding: try JSONEncoder().encode(job.glossary.terms), as: UTF8.self)
        return try await write { database in
            if let identity, let same = try Self.same(identity, database) { return same }
            // The one that has it may not be the same any more.
            try database.execute(sql: "UPDATE jobs SET identity = NULL WHERE identity = ?", arguments: [identity])
            let superseded = job.supersedes ? try Self.supersede(job, now: now, database) : []
            var added = try Self.insert(
                job, documentHash: documentHash, identity: identity, glossary: glossary, now: now, database)
            added.superseded = superseded
            return added
        }
    }

    /// The job that is there already; nil where there is none, or where a later job writes another document into its file.
    private static func same(_ identity: Data, _ database: Database) throws -> Enqueued? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT id, state FROM jobs AS same
                WHERE identity = ? AND (output_path IS NULL OR path IS NULL OR NOT EXISTS (
                    SELECT 1 FROM jobs AS later
                    WHERE later.path = same.path AND later.target_language = same.target_language
                        AND later.id > same.id AND later.output_path = same.output_path AND later.state <> 'cancelled'))
                """, arguments: [identity])
        return row.map {
            Enqueued(id: $0["id"], isNew: false, state: JobStateName(rawValue: $0["state"]) ?? .queued)
        }
    }

    /// Cancels the jobs whose place a new one takes.
    private static func supersede(_ job: NewJob, now: Timestamp, _ database: Database) throws -> [Job.ID] {
        let old = try Int64.fetchAll(
            database,
            sql: """
                SELECT id FROM jobs WHERE path = ? AND target_language = ? AND output_path IS ?
                    AND state IN ('queued', 'running', 'waiting', 'paused', 'failed')
                """, arguments: [job.path, job.target.identifier, job.outputPath])
        for id in old { try stop(id, as: .cancelled, now: now, database) }
        return old
    }

    /// The number of the job that an `add` would find instead of making one; nil where it would make one.
    public func existing(_ job: NewJob) async throws -> Job.ID? {
        guard !job.isForced else { return nil }
        let identity = try job.identity(documentHash: job.documentHash)
        return try await read { database in
            try Self.same(identity, database)?.id
        }
    }

    private static func insert(
        _ job: NewJob, documentHash: Data, identity: Data?, glossary: String, now: Timestamp, _ database: Database
    ) throws -> Enqueued {
        try database.execute(
            sql: "INSERT INTO documents (sha256, bytes, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            arguments: [documentHash, job.document, now.milliseconds])
        let waits = job.notBefore.map { $0 > now } ?? false
        let open = job.pieces.filter { $0.kind == .translatable }
        let known = open.filter { $0.translation != nil }
        let state: JobStateName = waits ? .waiting : .queued
        try database.execute(
            sql: """
                INSERT INTO jobs (document_id, identity, name, format, source_language, target_language, endpoint,
                    model, instructions, glossary, temperature, priority, output_path, state, not_before,
                    wait_reason, created_at, segments, segments_done, characters, characters_done, title, path,
                    former_id, uses_memory, overwrites, max_cost)
                VALUES ((SELECT id FROM documents WHERE sha256 = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                documentHash, identity, job.name, job.format, job.source?.identifier, job.target.identifier,
                job.endpoint, job.model, job.instructions, glossary, job.temperature, job.priority, job.outputPath,
                state.rawValue, waits ? job.notBefore?.milliseconds : nil,
                waits ? WaitReason.schedule.rawValue : nil, now.milliseconds, open.count,
                known.count, open.reduce(0) { $0 + $1.length }, known.reduce(0) { $0 + $1.length }, job.title, job.path,
                job.former, job.usesMemory, job.overwrites, job.maxCost?.millionths,
            ])
        let id = database.lastInsertedRowID
        let insert = try database.makeStatement(
            sql: """
                INSERT INTO segments (job_id, position, kind, source, text, state, priority, endpoint, not_before,
                    wait_reason, prompt, layout, heading, origin, size_class)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let size = SizeClass(segments: open.count - known.count)
        for (position, piece) in job.pieces.enumerated() {
            let isOpen = piece.kind == .translatable && piece.translation == nil
            let segmentState: SegmentState = isOpen ? (waits ? .waiting : .pending) : .done
            try insert.execute(arguments: [
                id, position, piece.kind.rawValue, piece.source, isOpen ? "" : piece.translation ?? piece.source,
                segmentState.rawValue,
                job.priority, job.endpoint ?? "", waits && isOpen ? job.notBefore?.milliseconds : nil,
                waits && isOpen ? WaitReason.schedule.rawValue : nil, piece.prompt, piece.layout, piece.heading,
                piece.origin?.rawValue, size.rawValue,
            ])
        }
        return Enqueued(id: id, isNew: true, state: state, reused: known.count)
    }
}

extension NewJob.Piece {
    /// The characters that progress counts: what the model is shown, in graphemes.
    var length: Int { (prompt ?? source).count }
}
