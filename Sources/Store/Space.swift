import Foundation
import GRDB

/// How much room a database takes.
public struct Space: Sendable, Equatable {
    /// What the database's pages take, in bytes; the file is as large, once its log is written back.
    public var database: Int
    /// Of that, pages that hold nothing and are used again, in bytes.
    public var free: Int
    /// The write-ahead log beside it (`-wal`), in bytes.
    public var log: Int
    /// Whether free pages can be given back to the disk, some at a time.
    public var shrinks: Bool
}

extension Store {
    /// How much room the database takes now.
    public func space() async throws -> Space { try await read { [realPath] in try Self.space(realPath, $0) } }

    static func space(_ path: String, _ database: Database) throws -> Space {
        let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        return Space(
            database: pageSize * (try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0),
            free: pageSize * (try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0), log: logSize(path),
            shrinks: try Int.fetchOne(database, sql: "PRAGMA auto_vacuum") == 2)
    }

    /// The size of a database's log; none where it is not there.
    static func logSize(_ path: String) -> Int {
        var information = stat()
        return stat(path + "-wal", &information) == 0 ? Int(information.st_size) : 0
    }
}
