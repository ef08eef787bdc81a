import Foundation
import Translation

/// Writes a finished document so that a reader sees the old file or the whole new one, and never a part.
public enum OutputFile {
    /// Why a file could not be written.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// The file.
        public let path: String
        /// The system's error number (errno(3)).
        public let code: Int32
        /// Whether there was no room; trying again later may help.
        public var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT }
        /// Whether the file belongs to where this process may not write: another one may.
        public var isForbidden: Bool { [EACCES, EPERM, EROFS].contains(code) }
        /// What happened, in the system's words.
        public var description: String { "cannot write \(path): \(String(cString: strerror(code)))" }
    }

    /// Writes to a file without a name, syncs it, and puts it into place under the target's name.
    ///
    /// Folders on the way are made. The new file has the usual permissions (0666 less the umask), or those of the
    /// file that it replaces, or those that are asked for. Where the file system knows no files without a name, it is a temporary file beside the
    /// target until then.
    ///
    /// - Parameters:
    ///   - replaces: Whether a file that is there may be replaced, also one that has come just now.
    ///   - mode: The file's permissions, whatever the umask is.
    /// - Throws: ``Failure``, with `EEXIST` where there is a file that may not be replaced.
    public static func write(
        _ bytes: [UInt8], to path: String, replaces: Bool = true, mode: mode_t? = nil
    ) throws(Failure) {
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw Failure(path: path, code: errno == 0 ? ENOTDIR : errno)
            }
        }
        let temporary = (folder as NSString).appendingPathComponent(
            temporaryName(for: (path as NSString).lastPathComponent))
        var old = stat()
        let isThere = stat(path, &old) == 0
        let mode = mode ?? (isThere ? old.st_mode & 0o777 : nil)
        let place = folder.isEmpty ? "." : folder
        guard replaces || !isThere else { throw Failure(path: path, code: EEXIST) }
        if try !writeNameless(bytes, to: path, in: place, by: temporary, mode, isNew: !isThere, replaces) {
            try write(bytes, to: path, by: temporary, mode, replaces)
        }
        syncFolder(place)
    }

    /// Writes to a file that has no name until it is whole: whoever is killed before leaves nothing behind.
    ///
    /// Source: open(2), O_TMPFILE. A file that is there can only be replaced by way of a second name (rename(2)).
    /// - Returns: Whether the document is in place; false where the file system does not know how.
    private static func writeNameless(
        _ bytes: [UInt8], to path: String, in folder: String, by temporary: String, _ mode: mode_t?, isNew: Bool,
        _ replaces: Bool
    ) throws(Failure) -> Bool {
        let file = open(folder, withoutName | O_WRONLY | O_CLOEXEC, mode ?? 0o666)
        guard file >= 0 else { return false }
        defer { close(file) }
        try fill(file, with: bytes, path: path, mode)
        if isNew {
            if link(file, to: path) { return true }
            if !replaces, errno == EEXIST { throw Failure(path: path, code: EEXIST) }
        }
        guard link(file, to: temporary) else { return false }
        try put(temporary, to: path, replaces)
        return true
    }

    /// O_TMPFILE, a macro that Swift does not see (asm-generic/fcntl.h of Linux).
    private static let withoutName = 0o20_000_000 | O_DIRECTORY

    private static func link(_ file: Int32, to path: String) -> Bool {
        linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
    }

    private static func write(
        _ bytes: [UInt8], to path: String, by temporary: String, _ mode: mode_t?, _ replaces: Bool
    ) throws(Failure) {
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode ?? 0o666)
        guard file >= 0 else { throw Failure(path: path, code: errno) }
        do throws(Failure) {
            try fill(file, with: bytes, path: path, mode)
        } catch {
            close(file)
            unlink(temporary)
            throw error
        }
        close(file)
        try put(temporary, to: path, replaces)
    }

    private static func fill(
        _ file: Int32, with bytes: [UInt8], path: String, _ mode: mode_t?
    ) throws(Failure) {
        // open(2) takes the umask off, which the old file may not have had.
        if let mode, fchmod(file, mode) != 0 { throw Failure(path: path, code: errno) }
        try writeAll(bytes, to: file, path: path)
        guard fsync(file) == 0 else { throw Failure(path: path, code: errno) }
    }

    private static func put(_ temporary: String, to path: String, _ replaces: Bool) throws(Failure) {
        // A second name is never given where the first is taken (link(2)); a rename takes it away from whoever has it.
        let isPut = replaces ? rename(temporary, path) == 0 : Glibc.link(temporary, path) == 0
        let code = errno
        if !isPut || !replaces { unlink(temporary) }
        if !isPut { throw Failure(path: path, code: code) }
    }

    /// A name beside the target; a file system takes 255 bytes (NAME_MAX), which the target's name may fill.
    private static func temporaryName(for name: String) -> String {
        let end = ".\(getpid()).tolmach"
        var stem = "." + name
        while stem.utf8.count + end.utf8.count > 255 { stem.removeLast() }
        return stem + end
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32, path: String) throws(Failure) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                throw Failure(path: path, code: errno)
            }
            offset += written
        }
    }

    /// The rename itself survives a power cut only when the folder is on disk (rename(2), fsync(2)).
    private static func syncFolder(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
