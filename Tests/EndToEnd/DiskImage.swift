import Foundation
import GRDB
import Store
import Support

/// A database's files as a disk may show them after a power cut: the file and its log; the shared memory is gone.
struct DiskImage: Sendable {
    var database: [UInt8]
    var log: [UInt8]

    /// The length of the log's head and of a frame: 24 bytes and a page (SQLite, “WAL File Format”).
    static let (logHead, frame) = (32, 24 + 4096)

    /// Reads the files as they are at this moment.
    init(of path: String) throws {
        database = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        // There is none where the last to close the database has folded it in.
        log =
            FileManager.default.fileExists(atPath: path + "-wal")
            ? Array(try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))) : []
    }

    init(database: [UInt8], log: [UInt8]) { (self.database, self.log) = (database, log) }

    /// Up to where the log was, or was being, written back into the database; what lies before was synced.
    ///
    /// Source: SQLite, “WAL-mode File Format”, section 2.1: nBackfill at byte 96 and nBackfillAttempted at byte 128.
    static func checkpointed(_ path: String) throws -> Int {
        let memory = Array(try Data(contentsOf: URL(fileURLWithPath: path + "-shm")).prefix(136))
        let number = { (place: Int) in
            memory[place..<place + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        return logHead + max(number(96), number(128)) * frame
    }

    /// The log breaks off there.
    func logCut(at length: Int) -> DiskImage { DiskImage(database: database, log: Array(log.prefix(length))) }

    /// Some of the log's sectors of 512 bytes from there on never reached the disk, and hold nothing.
    func logTorn(from start: Int, _ chance: inout SeededGenerator) -> DiskImage {
        var torn = self
        var sector = (start + 511) / 512 * 512
        while sector < log.count {
            if Bool.random(using: &chance) {
                for place in sector..<min(sector + 512, log.count) { torn.log[place] = 0 }
            }
            sector += 512
        }
        return torn
    }

    /// Puts the files into a folder.
    func write(to path: String) throws {
        for leftover in [path, path + "-wal", path + "-shm"] where FileManager.default.fileExists(atPath: leftover) {
            try FileManager.default.removeItem(atPath: leftover)
        }
        try Data(database).write(to: URL(fileURLWithPath: path))
        if !log.isEmpty { try Data(log).write(to: URL(fileURLWithPath: path + "-wal")) }
    }
}

/// The text of every segment of every job, as it may be shown.
struct ShownText: Sendable {
    let texts: [String: String]

    init(in path: String) async throws {
        let store = try Store(path: path, role: .command)
        try await self.init(in: store)
        try store.close()
    }

    init(in store: Store) async throws {
        var texts: [String: String] = [:]
        for job in try await store.jobs(limit: 1000) {
            for segment in try await store.segments(of: job.id) {
                texts["job \(job.id), segment \(segment.position)"] = segment.text
            }
        }
        self.texts = texts
    }

    /// Characters of all texts together.
    var count: Int { texts.values.reduce(0) { $0 + $1.count } }

    /// What of this is no longer there in what was found later; nothing where all of it is.
    func missing(in later: ShownText) -> [String] {
        texts.compactMap { place, text in
            let found = later.texts[place] ?? ""
            return found.utf8.starts(with: text.utf8)
                ? nil : "\(place): “…\(text.suffix(40))” was shown, “…\(found.suffix(40))” is there"
        }
    }
}

/// What a database must be, whatever happened to the machine.
enum SoundDatabase {
    /// What is wrong with one; nothing where it is sound.
    static func problems(in path: String) throws -> [String] {
        let database = try DatabaseQueue(path: path)
        let problems = try database.write { database in
            let damage = try String.fetchAll(database, sql: "PRAGMA integrity_check(3)").filter { $0 != "ok" }
            let dangling = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
            let orphans = try Row.fetchAll(
                database,
                sql: """
                    SELECT segments.id FROM segments LEFT JOIN attempts ON attempts.id = segments.attempt_id
                    WHERE segments.state = 'running' AND (attempts.id IS NULL OR attempts.ended_at IS NOT NULL)
                    """)
            return damage + dangling.map { "a foreign key dangles: \($0)" }
                + orphans.map { "a running segment without a live attempt: \($0)" }
        }
        try database.close()
        return problems
    }
}
