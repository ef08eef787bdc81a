import Foundation

/// The file of a backup: under another name until it is whole, checked and on the disk.
///
/// That name is always the same, and locked (flock(2)): what a backup that was killed left behind, the next one takes over.
struct BackupFile {
    /// Why a backup cannot be put where it was wanted.
    enum Obstacle: Sendable, Equatable {
        /// A file is there, and may not be replaced.
        case occupied
        /// A symbolic link is there: what it points at is not what was named, and might be anybody's.
        case link
        /// A file is there that is neither empty nor a database of ours.
        case foreign
        /// It is the database itself, or a part of it.
        case database
        /// It is no file: a folder, a device.
        case noFile
        /// Beside it stands the log of a database of that name, which SQLite would take for its own.
        case log(String)
        /// Another backup is being written there.
        case busy
        /// SQLite finds the copy unsound, in these words.
        case damaged(String)
        /// What the system said (errno(3)).
        case system(Int32)
    }

    /// Where it will stand.
    let path: String
    /// Where it is written.
    let temporary: String
    private let replaces: Bool
    private let descriptor: Int32

    /// Makes the file, which nobody but its owner can read; or also its group, where that is the database's own.
    ///
    /// - Parameter replaces: Whether a file that is there may be replaced: an earlier backup, or an empty file, no other.
    /// - Throws: ``BackupError``.
    init(_ wanted: String, of database: String, replaces: Bool) throws {
        path = wanted
        self.replaces = replaces
        let place = path as NSString
        temporary = (place.deletingLastPathComponent as NSString)
            .appendingPathComponent(".\(place.lastPathComponent).tolmach-backup")
        if let obstacle = Self.obstacle(at: path, of: database, replaces) {
            throw BackupError(path: wanted, obstacle: obstacle)
        }
        descriptor = open(temporary, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BackupError(path: wanted, obstacle: .system(errno)) }
        var (own, named) = (stat(), stat())
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &own) == 0, stat(temporary, &named) == 0,
            own.st_ino == named.st_ino
        else {
            close(descriptor)
            throw BackupError(path: wanted, obstacle: .busy)
        }
        removeLogs()
        guard ftruncate(descriptor, 0) == 0 else {
            let code = errno
            discard()
            throw BackupError(path: wanted, obstacle: .system(code))
        }
        setMode(as: database)
    }

    private func setMode(as database: String) {
        var source = stat()
        let isShared = stat(database, &source) == 0 && fchown(descriptor, uid_t.max, source.st_gid) == 0
        fchmod(descriptor, isShared ? source.st_mode & 0o660 | 0o600 : 0o600)
    }

    /// Puts it in its place, where it survives a power cut (rename(2), fsync(2)), and returns its size in bytes.
    ///
    /// - Throws: ``BackupError``.
    func put() throws -> Int {
        // The copying may have taken minutes.
        if replaces, let obstacle = Self.occupant(of: path, replaces: true) {
            throw BackupError(path: path, obstacle: obstacle)
        }
        var information = stat()
        guard fsync(descriptor) == 0, fstat(descriptor, &information) == 0,
            // A second name is never given where the first is taken (link(2)); a rename takes it from whoever has it.
            replaces ? rename(temporary, path) == 0 : link(temporary, path) == 0
        else { throw BackupError(path: path, obstacle: errno == EEXIST ? .occupied : .system(errno)) }
        if !replaces { unlink(temporary) }
        let folder = (path as NSString).deletingLastPathComponent
        let place = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        fsync(place)
        close(place)
        close(descriptor)
        return Int(information.st_size)
    }

    /// Takes away what was written.
    func discard() {
        removeLogs()
        unlink(temporary)
        close(descriptor)
    }

    /// The journal of a backup that was killed would be rolled back into this one.
    private func removeLogs() { for end in Self.logs + ["-shm"] { unlink(temporary + end) } }

    private static let logs = ["-wal", "-journal"]

    private static func obstacle(at path: String, of database: String, _ replaces: Bool) -> Obstacle? {
        let parts = ([""] + logs + ["-shm"]).map { (Store.realPath(of: database) ?? database) + $0 }
        let folder = (path as NSString).deletingLastPathComponent
        let place =
            (Store.realPath(of: folder.isEmpty ? "." : folder) ?? folder) + "/" + (path as NSString).lastPathComponent
        if parts.contains(place) { return .database }
        var (there, own) = (stat(), stat())
        // By another name of the same file.
        if stat(path, &there) == 0, stat(database, &own) == 0,
            (there.st_dev, there.st_ino) == (own.st_dev, own.st_ino)
        {
            return .database
        }
        if let obstacle = occupant(of: path, replaces: replaces) { return obstacle }
        return logs.map { path + $0 }.first { stat($0, &there) == 0 }.map(Obstacle.log)
    }

    /// What is there and may not be replaced; nil where nothing is, or an earlier backup that may be.
    private static func occupant(of path: String, replaces: Bool) -> Obstacle? {
        var there = stat()
        guard lstat(path, &there) == 0 else { return nil }
        switch there.st_mode & S_IFMT {
        case S_IFLNK: return .link
        case S_IFREG: break
        default: return .noFile
        }
        guard replaces else { return .occupied }
        guard there.st_size > 0 else { return nil }
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return .system(errno) }
        defer { close(file) }
        var header = [UInt8](repeating: 0, count: 72)
        guard pread(file, &header, header.count, 0) == header.count, Self.isOurs(header) else { return .foreign }
        return nil
    }

    /// Whether a file that begins with these 72 bytes is a database of ours (“The Database Header”,
    /// sqlite.org/fileformat2.html): its first 16 say that it is one, the last four whose.
    private static func isOurs(_ header: [UInt8]) -> Bool {
        let mark = header[68..<72].reduce(0) { $0 << 8 | Int($1) }
        return header.starts(with: Array("SQLite format 3\0".utf8)) && mark == Store.applicationID
    }
}
