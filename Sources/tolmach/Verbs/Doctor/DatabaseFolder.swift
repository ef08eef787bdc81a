import Foundation

/// The folder of the queue's file: SQLite makes its log and its index beside it, and needs locks that hold.
struct DatabaseFolder {
    private let folder: String

    /// Less free space than this is worth a word, in bytes: a log that is not yet folded in may take some tens of MB.
    private static let little: UInt64 = 200 << 20

    init(of path: String) {
        let folder = (path as NSString).deletingLastPathComponent
        self.folder = folder.isEmpty ? "." : folder
    }

    /// What is wrong with it; nothing where nothing is.
    func findings() -> [Finding] {
        let found = nearest
        var information = stat()
        guard stat(found, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
            return [
                finding(.problem, "\(found) is no folder", hint: "Name another file: --database or TOLMACH_DATABASE.")
            ]
        }
        guard access(found, W_OK | X_OK) == 0 else {
            return [
                finding(
                    .problem, "\(found) may not be written, and SQLite keeps its log beside the file",
                    hint: GroupAdvice(for: found)?.hint
                        ?? "Give the folder to the user that runs tolmach, or name another file: --database.")
            ]
        }
        return [place(found), space(found)].compactMap(\.self)
    }

    private func place(_ folder: String) -> Finding? {
        // Not there means that this is no Linux; then nothing is known.
        let mounts = (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? ""
        let path = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        guard let kind = MountTable(mounts).fileSystem(of: path), MountTable.isRemote(kind) else { return nil }
        return finding(
            .warning, "\(folder) lies on \(kind), where SQLite's locks may not hold",
            hint: "Put the queue on a disk of this machine: --database or TOLMACH_DATABASE.")
    }

    private func space(_ folder: String) -> Finding? {
        var system = statvfs()
        guard statvfs(folder, &system) == 0 else { return nil }
        // A file system in user space may say anything: what does not fit is plenty.
        let (free, isPlenty) = UInt64(system.f_bavail).multipliedReportingOverflow(by: UInt64(system.f_frsize))
        guard !isPlenty, free < Self.little else { return nil }
        return finding(
            .warning, "only \(free >> 20) MB are free in \(folder)",
            hint: "The daemon waits when the disk is full, and goes on when there is room.")
    }

    /// The folder, or the nearest above it that is there: the first `add` makes the rest.
    private var nearest: String {
        var path = folder
        while !FileManager.default.fileExists(atPath: path), path != "/", path != "." {
            let above = (path as NSString).deletingLastPathComponent
            path = above.isEmpty ? "." : above
        }
        return path
    }

    private func finding(_ level: Finding.Level, _ message: String, hint: String) -> Finding {
        Finding(level, "database", check: "folder", message, hint: hint)
    }
}
