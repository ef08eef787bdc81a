import Foundation
import GRDB

// How the file and its log are kept from growing.
extension Store {
    /// A log (`-wal`) that is larger than this is made empty as soon as no reader needs it, in bytes.
    ///
    /// A reader that stays keeps all that was written since it began in the log; SQLite uses the log's room again, but
    /// gives nothing of it back by itself.
    public static let logLimit = 64 << 20

    /// How much a step may search, in pages to give back times pages that are free.
    ///
    /// SQLite looks for each page that it gives back through the list of all that are free, a thousand to a page of that
    /// list (allocateBtreePage in btree.c).
    private static let searchLimit = 50_000_000

    /// Gives pages that hold nothing back to the disk, in one transaction of its own.
    ///
    /// Only what was made with incremental vacuum can do so (`PRAGMA incremental_vacuum`), which older files were not.
    ///
    /// - Parameters:
    ///   - pages: At most so many, and fewer where very many are free; each may cost the move of another one.
    ///   - share: Which part of the file stays free for what comes; less than 1.
    /// - Returns: Whether more could be given back.
    public func giveBackRoom(pages: Int = 1000, keeping share: Double = 0) async throws -> Bool {
        try await write { [searchLimit = Self.searchLimit] database in
            func number(_ pragma: String) throws -> Int { try Int.fetchOne(database, sql: "PRAGMA \(pragma)") ?? 0 }
            guard try number("auto_vacuum") == 2 else { return false }
            let free = try number("freelist_count")
            let used = try number("page_count") - free
            // Of the file that is left: free / (used + free) = share.
            let spare = free - Int(Double(used) * share / (1 - share))
            guard spare > 0 else { return false }
            let step = min(pages, max(10, searchLimit / free))
            try database.execute(sql: "PRAGMA incremental_vacuum(\(min(step, spare)))")
            return spare > step
        }
    }

    /// Writes the whole file anew without what is free in it, and so that it can give room back from then on.
    ///
    /// Nobody else can write meanwhile; it needs room for the whole content in the log, and again in SQLite's folder for
    /// temporary files (`VACUUM`).
    public func compact() async throws {
        do {
            try await database.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL; VACUUM")
            }
        } catch { throw StoreError.from(error, path: path) }
    }

    /// What became of a large log.
    public enum LogWriteBack: Sendable {
        /// It is not large.
        case needless
        /// All of it is in the file, and it is empty.
        case done
        /// A reader still needs it; what can be is in the file.
        case heldByReader
    }

    /// Empties a log that has become large, where no reader is in the way; nobody is waited for.
    ///
    /// Waiting would hold up every writer for as long as the reader reads (SQLite, “SQLITE_CHECKPOINT_TRUNCATE”).
    ///
    /// - Parameter limit: How large it may be, in bytes.
    public func writeBackLog(over limit: Int = Store.logLimit) async throws -> LogWriteBack {
        guard Self.logSize(realPath) > limit else { return .needless }
        do {
            return try await database.writeWithoutTransaction { database in
                let patience = try Int.fetchOne(database, sql: "PRAGMA busy_timeout") ?? 0
                try database.execute(sql: "PRAGMA busy_timeout = 0")
                let isBusy = Result { try Bool.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") ?? false }
                try database.execute(sql: "PRAGMA busy_timeout = \(patience)")
                return try isBusy.get() ? .heldByReader : .done
            }
        } catch { throw StoreError.from(error, path: path) }
    }
}
