/// The mounted file systems, as `/proc/self/mountinfo` lists them (proc_pid_mountinfo(5)).
struct MountTable {
    private let mounts: [(point: String, kind: String)]

    init(_ text: String) {
        mounts = text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ").map(String.init)
            // A variable number of fields ends with a dash; the type stands behind it.
            guard let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count, fields.count > 4 else { return nil }
            return (fields[4].replacing("\\040", with: " "), fields[dash + 1])
        }
    }

    /// The type of the file system that an absolute path lies on; nil where no mount holds it.
    func fileSystem(of path: String) -> String? {
        // Of mounts at the same place the last one hides the others.
        mounts.enumerated()
            .filter { Self.holds($0.element.point, path) }
            .max { ($0.element.point.utf8.count, $0.offset) < ($1.element.point.utf8.count, $1.offset) }?.element.kind
    }

    /// Whether SQLite's locks, and the shared memory of its write-ahead log, cannot be relied upon there.
    ///
    /// Source: SQLite, “Write-Ahead Logging”, section 1: it does not work over a network file system.
    static func isRemote(_ kind: String) -> Bool {
        ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "fuse.sshfs", "fuse.rclone", "davfs"].contains(
            kind)
    }

    private static func holds(_ point: String, _ path: String) -> Bool {
        point == "/" || path == point || path.hasPrefix(point + "/")
    }
}
