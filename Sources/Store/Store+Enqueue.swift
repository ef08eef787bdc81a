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
            if let identity,
                let row = try Row.fetchOne(
                    database, sql: "SELECT id, state FROM jobs WHERE identity = ?", arguments: [identity])
            {
                return Enqueued(
                    id: row["id"], isNew: false, state: JobStateName(rawValue: row["state"]) ?? .queued)
            }
            return try Self.insert(
                job, documentHash: documentHash, identity: identity, glossary: glossary, now: now, database)
        }
    }

    /// The number of the job that an `add` would find instead of making one; nil where it would make one.
    public func existing(_ job: NewJob) async throws -> Job.ID? {
        guard !job.isForced else { return nil }
        let identity = try job.identity(documentHash: job.documentHash)
        return try await read { database in
            try Int64.fetchOne(database, sql: "SELECT id FROM jobs WHERE identity = ?", arguments: [identity])
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
        let state: JobStateName = waits ? .waiting : .queued
        try database.execute(
            sql: """
                INSERT INTO jobs (document_id, identity, name, format, source_language, target_language, endpoint,
                    model, instructions, glossary, temperature, priority, output_path, state, not_before,
                    wait_reason, created_at, segments, characters)
                VALUES ((SELECT id FROM documents WHERE sha256 = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    ?, ?)
                """,
            arguments: [
                documentHash, identity, job.name, job.format, job.source?.identifier, job.target.identifier,
                job.endpoint, job.model, job.instructions, glossary, job.temperature, job.priority, job.outputPath,
                state.rawValue, waits ? job.notBefore?.milliseconds : nil,
                waits ? WaitReason.schedule.rawValue : nil, now.milliseconds, open.count,
                open.reduce(0) { $0 + ($1.prompt ?? $1.source).count },
            ])
        let id = database.lastInsertedRowID
        let insert = try database.makeStatement(
            sql: """
                INSERT INTO segments (job_id, position, kind, source, text, state, priority, endpoint, not_before,
                    wait_reason, prompt, layout)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for (position, piece) in job.pieces.enumerated() {
            let isOpen = piece.kind == .translatable
            let segmentState: SegmentState = isOpen ? (waits ? .waiting : .pending) : .done
            try insert.execute(arguments: [
                id, position, piece.kind.rawValue, piece.source, isOpen ? "" : piece.source, segmentState.rawValue,
                job.priority, job.endpoint ?? "", waits && isOpen ? job.notBefore?.milliseconds : nil,
                waits && isOpen ? WaitReason.schedule.rawValue : nil, piece.prompt, piece.layout,
            ])
        }
        return Enqueued(id: id, isNew: true, state: state)
    }
}
