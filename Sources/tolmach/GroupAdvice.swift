import Foundation

/// What somebody is told who may not use a file, because it belongs to a group that they are not in.
struct GroupAdvice {
    /// The group's name.
    let group: String
    /// Who asks.
    let user: String

    /// Looks at a file, or at the nearest folder above it; nil where the group is not what is missing.
    init?(for path: String) {
        guard geteuid() != 0, let owner = Self.group(of: path) else { return nil }
        var members = [gid_t](repeating: 0, count: Int(max(1, getgroups(0, nil))))
        let count = getgroups(Int32(members.count), &members)
        guard owner != getegid(), !members.prefix(Int(max(0, count))).contains(owner), owner != 0,
            let entry = getgrgid(owner), let name = getpwuid(geteuid())
        else { return nil }
        group = String(cString: entry.pointee.gr_name)
        user = String(cString: name.pointee.pw_name)
    }

    /// What to do.
    var hint: String {
        "It is open to group \(group), and \(user) is not in it: sudo adduser \(user) \(group), then log in again. "
            + "Or choose a queue of your own with --database."
    }

    /// The group of the nearest folder that is there and gives its group the right to write.
    private static func group(of path: String) -> gid_t? {
        var place = path
        var information = stat()
        while stat(place, &information) != 0 {
            let above = (place as NSString).deletingLastPathComponent
            guard above != place, !above.isEmpty else { return nil }
            place = above
        }
        return information.st_mode & S_IWGRP != 0 ? information.st_gid : nil
    }
}
