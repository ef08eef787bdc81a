import Foundation
import GRDB
import GRDBSQLite
import Migrations
import Translation

/// How much an acknowledged write survives (SQLite's `PRAGMA synchronous`).
public enum Durability: String, Sendable, CaseIterable {
    /// Every chunk survives a power cut: an fsync for every commit.
    case full
    /// Every chunk survives a crash of the program; a power cut may take the last seconds.
    case normal
}

/// The queue: documents, jobs, segments, attempts and the journal of chunks, in one SQLite file.
///
/// The only part of the program that knows there is SQLite. Time and identity are always passed in.
public final class Store: Sendable {
    /// Who opens the database.
    public enum Role: Sendable {
        /// A command: one connection.
        case command
        /// The daemon: one connection that writes, others that read beside it.
        case daemon
    }

    /// The database's file, as it was named.
    public let path: String
    /// The same without symbolic links (realpath(3)): SQLite keeps the log and the index beside this one.
    public let realPath: String
    /// Through which the daemon writes.
    public let commits: GroupCommit
    let database: any DatabaseWriter

    /// The marker that tells our files from other SQLite databases; set by the first migration.
    static let applicationID = 0x746c_6d63

    /// Opens the database, makes it where it is missing, and brings its schema up to date.
    ///
    /// - Throws: ``StoreError``.
    public init(path: String, role: Role, durability: Durability = .full) throws {
        self.path = path
        var information = stat()
        if path.isEmpty || stat(path, &information) == 0 && information.st_mode & S_IFMT != S_IFREG {
            throw StoreError(
                kind: .cannotOpen, path: path, reason: path.isEmpty ? "no file is named" : "is no regular file")
        }
        do {
            database = try Self.open(path, role, durability)
        } catch {
            throw StoreError.from(error, path: path)
        }
        realPath = Self.realPath(of: path) ?? path
        commits = GroupCommit(database: database, path: path)
    }

    /// A path without symbolic links, `.` and `..`; nil where it leads to nothing.
    public static func realPath(of path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Closes the file; what comes after fails.
    public func close() throws {
        do { try database.close() } catch { throw StoreError.from(error, path: path) }
    }

    /// Opens the file; where several make a new one at the same time, those who come second look again.
    ///
    /// SQLite does not wait for the switch to WAL (it is busy at once), GRDB's migrator finds its own table that was not
    /// there a moment before, and steps that it was about to do are done. All pass within milliseconds; a second is the
    /// most that is waited.
    private static func open(_ path: String, _ role: Role, _ durability: Durability) throws -> any DatabaseWriter {
        var deadline = ContinuousClock.now + .seconds(1)
        while true {
            do {
                try refuseForeign(path)
                makeFile(path)
                let configuration = configuration(isNew: isEmpty(path), role)
                let database: any DatabaseWriter =
                    switch role {
                    case .command: try DatabaseQueue(path: path, configuration: configuration)
                    case .daemon: try DatabasePool(path: path, configuration: configuration)
                    }
                // Only now: GRDB sets NORMAL when it switches a pool to WAL, after whatever the configuration prepared. One
                // connection is switched here, since GRDB would also see to it that there is something in the log, which
                // only a pool needs, and took a millisecond of `add`'s 27.
                try database.writeWithoutTransaction { connection in
                    guard try String.fetchOne(connection, sql: "PRAGMA journal_mode = WAL") == "wal" else {
                        throw DatabaseError(message: "the file cannot be switched to a write-ahead log")
                    }
                    try connection.execute(
                        sql: "PRAGMA synchronous = \(durability.rawValue); PRAGMA journal_size_limit = \(logLimit)")
                }
                try migrate(database, path: path)
                return database
            } catch let error as DatabaseError
                where [.SQLITE_BUSY, .SQLITE_ERROR].contains(error.resultCode) && ContinuousClock.now < deadline
            {
                usleep(10_000)
            } catch is AppliedByAnother {
                // There are only so many steps, and a long one of another was waited for within SQLite.
                deadline = .now + .seconds(1)
            }
        }
    }

    /// A step was done by another program after this one had read which are to be done.
    private struct AppliedByAnother: Error {}

    /// What each connection of the daemon's keeps of the file in memory, in KiB.
    ///
    /// SQLite's default is 2000, which fills with work, and whose pages the kernel has too. A quarter takes a kilobyte less
    /// for each of 1000 streams, and as much time for a chunk (`Tests/Benchmark`, sections `memory` and `bulk`).
    private static let daemonCache = 512

    /// - Parameter isNew: Whether the file is still to be made: it can give room back only if it was made so, before
    ///   anything else is in it. Of another it would ask a write at each opening (`PRAGMA auto_vacuum`).
    private static func configuration(isNew: Bool, _ role: Role) -> Configuration {
        var configuration = Configuration()
        if role == .daemon {
            configuration.prepareDatabase { connection in
                try connection.execute(sql: "PRAGMA cache_size = -\(daemonCache)")
            }
        }
        if isNew {
            configuration.prepareDatabase { connection in
                guard !connection.configuration.readonly else { return }
                try connection.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            }
        }
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 2
        // Above this, libdispatch asks for a priority that only root gets, and complains to syslog.
        configuration.qos = .default
        return configuration
    }

    /// Makes a new file for its owner alone, since whole documents stand in it; or for the whole group where its folder hands
    /// its group on to what is made there (mode 2770): the daemon and those who add share it, whoever comes first.
    ///
    /// SQLite gives its log and its index the mode of the file (findCreateFileMode in os_unix.c).
    private static func makeFile(_ path: String) {
        let folder = (path as NSString).deletingLastPathComponent
        var information = stat()
        let isShared =
            stat(folder.isEmpty ? "." : folder, &information) == 0 && information.st_mode & S_ISGID != 0
            && information.st_mode & S_IWGRP != 0
        let mode: mode_t = isShared ? 0o660 : 0o600
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { return }  // It is there already, or SQLite will tell why it cannot be made.
        fchmod(file, mode)  // whatever the umask is
        Glibc.close(file)
    }

    /// Whether nothing is in it, or it is not there.
    private static func isEmpty(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) != 0 || information.st_size == 0
    }

    /// Looks at a file that is there before anything opens it for writing: setting the journal mode alone changes it.
    private static func refuseForeign(_ path: String) throws {
        guard !isEmpty(path), !isMarked(path) else { return }  // It will be made, or is ours.
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let isForeign = try queue.read { connection in
            let marker = try Int.fetchOne(connection, sql: "PRAGMA application_id") ?? 0
            // The migrator makes its own table before the first migration sets the marker.
            let tables = try Int.fetchOne(
                connection, sql: "SELECT count(*) FROM sqlite_schema WHERE tbl_name NOT GLOB 'grdb_*'")
            return marker == 0 ? tables != 0 : marker != applicationID
        }
        try queue.close()
        if isForeign {
            throw StoreError(kind: .foreign, path: path, reason: "this is a database of another program")
        }
    }

    /// Whether the file bears our marker, as far as that can be told at once.
    ///
    /// By SQLite itself, since GRDB has it read the schema of each file that it opens: that took a millisecond of `add`'s 27,
    /// and is needed only where the marker says nothing.
    private static func isMarked(_ path: String) -> Bool {
        var connection: OpaquePointer?
        var statement: OpaquePointer?
        defer {
            sqlite3_finalize(statement)
            sqlite3_close(connection)
        }
        guard sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_OK,
            sqlite3_prepare_v2(connection, "PRAGMA application_id", -1, &statement, nil) == SQLITE_OK,
            sqlite3_step(statement) == SQLITE_ROW
        else { return false }
        return sqlite3_column_int(statement, 0) == applicationID
    }

    private static func migrate(_ database: any DatabaseWriter, path: String) throws {
        var migrator = DatabaseMigrator()
        for step in Migration.all {
            // In the transaction of the step, which GRDB begins after it has read what is to be done: a step whose SQL
            // happens to run twice must not.
            migrator.registerMigration(step.name) { connection in
                let applied = try DatabaseMigrator().appliedIdentifiers(connection)
                guard !applied.contains(step.name) else { throw AppliedByAnother() }
                try connection.execute(sql: step.sql)
            }
        }
        let isCurrent = try database.read { connection in
            guard try !migrator.hasBeenSuperseded(connection) else {
                throw StoreError(
                    kind: .fromTheFuture, path: path,
                    reason: "this database was written by a newer version of tolmach")
            }
            return try migrator.hasCompletedMigrations(connection)
        }
        if !isCurrent { try migrator.migrate(database) }
    }

    func read<T: Sendable>(_ query: @Sendable @escaping (Database) throws -> T) async throws -> T {
        do { return try await database.read(query) } catch { throw StoreError.from(error, path: path) }
    }

    func write<T: Sendable>(_ updates: @Sendable @escaping (Database) throws -> T) async throws -> T {
        do { return try await database.write(updates) } catch { throw StoreError.from(error, path: path) }
    }
}
