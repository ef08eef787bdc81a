import GRDB
import GRDBSQLite

/// Writes the chunks of one transaction, with a statement that is looked up once for all.
///
/// The values are bound by SQLite's own functions: GRDB's way makes an array of boxes of them, and of each a copy, which with
/// the look-up took two thirds of what a row takes (`Tests/HotPath/run`, “journalling bulk”).
struct JournalInsertion {
    private let database: Database
    private let statement: Statement

    private static let nothing: StaticString = ""

    /// The lease is looked for in its index, which is small, and not in the segment's row (`segments_leased`).
    static let sql = """
        INSERT INTO journal (attempt_id, text)
        SELECT ?1, ?2 WHERE EXISTS (
            SELECT 1 FROM segments
            WHERE lease_owner = ?5 AND attempt_id = ?1 AND lease_epoch = ?4 AND +id = ?3)
        """

    init(_ database: Database) throws {
        self.database = database
        statement = try database.cachedStatement(sql: Self.sql)
    }

    /// Writes the row, and returns whether the lease allowed it.
    func insert(_ chunk: JournalChunk) throws -> Bool {
        let (statement, lease) = (statement.sqliteStatement, chunk.lease)
        // The text is bound where it lies, and nothing of it may be left behind.
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        sqlite3_bind_int64(statement, 1, lease.attempt)
        sqlite3_bind_int64(statement, 3, lease.segment)
        sqlite3_bind_int64(statement, 4, lease.epoch)
        sqlite3_bind_int64(statement, 5, lease.owner)
        let nothing = UnsafeRawPointer(Self.nothing.utf8Start).assumingMemoryBound(to: CChar.self)
        var text = chunk.text
        let code = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                // Of no text there may be no place, and for none SQLite would write NULL.
                sqlite3_bind_text(statement, 2, bytes.baseAddress ?? nothing, CInt(bytes.count), nil)
                return sqlite3_step(statement)
            }
        }
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code),
                message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
        }
        guard database.changesCount == 1 else { return false }
        if let firstTextAt = chunk.firstTextAt {
            try database.run(
                "UPDATE attempts SET first_text_at = \(firstTextAt.milliseconds) WHERE id = \(lease.attempt)")
        }
        return true
    }
}
