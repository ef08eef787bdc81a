import Foundation
import Support

/// A file system of a few megabytes, to be filled.
struct SmallDisk {
    /// Where it is mounted.
    let folder: String

    /// Whether one can be mounted here: that takes root, and a system that lets root do it.
    static let isPossible: Bool = {
        guard geteuid() == 0 else { return false }
        let folder = NSTemporaryDirectory() + "/tolmach-mount-\(UUID())"
        guard mkdir(folder, 0o700) == 0 else { return false }
        defer { rmdir(folder) }
        guard mount("tmpfs", folder, "tmpfs", 0, "size=64k") == 0 else { return false }
        return umount(folder) == 0
    }()

    private var filler: String { folder + "/filler" }

    /// Mounts one in a sandbox while the body lasts.
    static func with(_ sandbox: Sandbox, _ body: (SmallDisk) async throws -> Void) async throws {
        let disk = SmallDisk(folder: sandbox.folder + "/disk")
        guard mkdir(disk.folder, 0o700) == 0, mount("tmpfs", disk.folder, "tmpfs", 0, "size=4m") == 0 else {
            throw Failure(call: "mount", code: errno)
        }
        defer { umount2(disk.folder, Int32(MNT_DETACH)) }
        try await body(disk)
    }

    /// Takes all the room that is left.
    func fill() throws {
        let file = open(filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Failure(call: "open", code: errno) }
        defer { close(file) }
        lseek(file, 0, SEEK_END)
        let block = [UInt8](repeating: 0x2E, count: 4096)
        while write(file, block, block.count) > 0 {}
        guard errno == ENOSPC else { throw Failure(call: "write", code: errno) }
    }

    /// Gives the room back.
    func free() throws {
        guard unlink(filler) == 0 else { throw Failure(call: "unlink", code: errno) }
    }

    private struct Failure: Error, CustomStringConvertible {
        let call: String
        let code: Int32
        var description: String { "\(call): \(String(cString: strerror(code)))" }
    }
}
