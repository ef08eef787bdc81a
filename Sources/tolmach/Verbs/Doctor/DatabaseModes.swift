import Foundation

/// Looks whether the group that shares a queue may use all of its files.
struct DatabaseModes {
    let database: String

    /// What is wrong; nothing where the folder is not shared, or all is as it should be.
    func findings() -> [Finding] {
        let folder = (database as NSString).deletingLastPathComponent
        guard let place = Self.status(folder.isEmpty ? "." : folder), place.st_mode & S_ISGID != 0,
            place.st_mode & S_IWGRP != 0
        else { return [] }
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

    private static func status(_ path: String) -> stat? {
        var information = stat()
        return stat(path, &information) == 0 ? information : nil
    }
}
