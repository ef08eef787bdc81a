import Foundation

/// Why no backup was made; nothing of it is left.
public struct BackupError: Error, Sendable, CustomStringConvertible {
    /// Where it was to be put.
    let path: String
    /// What is in the way.
    let obstacle: BackupFile.Obstacle

    /// What happened.
    public var description: String {
        switch obstacle {
        case .occupied: "\(path) is there already"
        case .link: "\(path) is a symbolic link"
        case .foreign: "\(path) is no backup of tolmach's, and not replaced"
        case .database: "\(path) is the database itself"
        case .noFile: "\(path) is no file"
        case .log(let log): "\(log) belongs to a database that is, or was, at \(path)"
        case .busy: "another backup is being written to \(path)"
        case .damaged(let problems): "the copy is damaged, so the database is too: \(problems)"
        case .system(let code): "cannot write \(path): \(String(cString: strerror(code)))"
        }
    }

    /// What a person can do.
    public var hint: String {
        switch obstacle {
        case .occupied: "--force replaces it, when the new one is whole, and where it is an earlier backup."
        case .link: "Name the file that it points at, or take the link away."
        case .foreign: "--force replaces an earlier backup, or an empty file: name another, or take this one away."
        case .database, .noFile: "Name a file of its own for the backup."
        case .log: "SQLite would take it for the backup's own: take it away when nobody uses it, or name another file."
        case .busy: "Wait for that one, or name another file."
        case .damaged: "Restore an earlier backup, or save what is there: sqlite3 FILE .recover"
        case .system: "Make room, or name a file in a folder that you may write to."
        }
    }
}
