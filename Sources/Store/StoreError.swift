import GRDB

/// Why the database could not be used.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was wrong.
    public enum Kind: Sendable, Equatable {
        /// The file or its folder cannot be opened or written.
        case cannotOpen
        /// The file is no SQLite database, or is damaged.
        case notADatabase
        /// It is a database of another program.
        case foreign
        /// A newer version of the program has changed its schema.
        case fromTheFuture
        /// No room is left on the disk.
        case diskFull
        /// Another process holds it for longer than we wait.
        case busy
        /// The file may only be read.
        case readOnly
        /// Anything else that SQLite reports.
        case other
    }

    /// What was wrong.
    public let kind: Kind
    /// The database's file.
    public let path: String
    /// SQLite's own words, or ours.
    public let reason: String

    /// Creates an error.
    public init(kind: Kind, path: String, reason: String) {
        self.kind = kind
        self.path = path
        self.reason = reason
    }

    /// Translates an error of the database library; errors of ours pass as they are.
    static func from(_ error: any Error, path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        let kind: Kind =
            switch error.resultCode {
            case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: .cannotOpen
            case .SQLITE_NOTADB, .SQLITE_CORRUPT: .notADatabase
            case .SQLITE_FULL: .diskFull
            case .SQLITE_IOERR: .diskFull
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_READONLY: .readOnly
            default: .other
            }
        return StoreError(kind: kind, path: path, reason: reason)
    }

    /// What happened and to which file.
    public var description: String { "\(path): \(reason)" }

    /// What a person can do.
    public var hint: String {
        switch kind {
        case .cannotOpen, .readOnly:
            "Check that the folder is there and that you may write to it, or choose another file with --database."
        case .notADatabase, .foreign: "Choose another file with --database; this one was left as it is."
        case .fromTheFuture: "Update tolmach; an older version must not write to a newer database."
        case .diskFull: "Make room on the disk; nothing that was stored is lost."
        case .busy: "Another process is writing; try again in a moment."
        case .other: "If it stays, run: tolmach doctor."
        }
    }
}

extension DatabaseError {
    /// Whether the same transaction may succeed later: no room, a failed write, a lock.
    var mayPass: Bool {
        switch resultCode {
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_NOMEM: true
        default: false
        }
    }
}
