import Foundation
import Store

/// Looks who may use the files of a queue: all of the group that shares it, and nobody else.
struct DatabaseModes {
    let database: String

    /// What is wrong; nothing where all is as it should be.
    func findings() -> [Finding] {
        let folder = (database as NSString).deletingLastPathComponent
        guard let place = Self.status(folder.isEmpty ? "." : folder), place.st_mode & S_ISGID != 0,
            place.st_mode & S_IWGRP != 0
        else { return openToAll.map { [$0] } ?? [] }
        return ["", "-wal", "-shm"].compactMap { part in
            let path = database + part
            var itself = stat()
            if lstat(path, &itself) == 0, itself.st_mode & S_IFMT == S_IFLNK {
                // No advice to change its mode: that would be the mode of whatever it points at.
                return Finding(
                    .problem, "database", check: "permissions", "\(path) is a symbolic link",
                    hint: "Look who made it, and where it points; members of the group may put one there.")
            }
            guard let file = Self.status(path) else { return nil }
            let isGroups = file.st_gid == place.st_gid && file.st_mode & (S_IRGRP | S_IWGRP) == S_IRGRP | S_IWGRP
            let isOpen = file.st_mode & (S_IROTH | S_IWOTH) != 0
            guard !isGroups || isOpen else { return nil }
            return Finding(
                isGroups ? .warning : .problem, "database", check: "permissions",
                isGroups ? "\(path) is open to everybody" : "\(path) is not open to the group of its folder",
                hint: "sudo chgrp --reference=\(folder) \(path); sudo chmod 660 \(path)")
        }
    }

    /// A queue of somebody's own that everybody may read or write, although whole documents stand in it.
    private var openToAll: Finding? {
        let open = ["", "-wal", "-shm"].map { database + $0 }.filter { path in
            Self.status(path).map { $0.st_mode & (S_IROTH | S_IWOTH) != 0 } ?? false
        }
        guard !open.isEmpty, Self.isReachable(database) else { return nil }
        return Finding(
            .warning, "database", check: "permissions",
            "everybody on this machine may read \(open.joined(separator: ", ")), and all documents in it",
            hint: "chmod o= \(open.joined(separator: " "))")
    }

    /// Whether everybody may pass through all folders above a file.
    private static func isReachable(_ path: String) -> Bool {
        var folder = ((Store.realPath(of: path) ?? path) as NSString).deletingLastPathComponent
        while let information = status(folder) {
            if information.st_mode & S_IXOTH == 0 { return false }
            if folder == "/" { return true }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return false
    }

    private static func status(_ path: String) -> stat? {
        var information = stat()
        return stat(path, &information) == 0 ? information : nil
    }
}
