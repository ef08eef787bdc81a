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
        /// What happened, in the system's words.
        public var description: String { "cannot write \(path): \(String(cString: strerror(code)))" }
    }

    /// Writes to a temporary file beside the target, syncs it, and renames it into place.
    ///
    /// Folders on the way are made. The new file has the usual permissions (0666 less the umask), or those of the
    /// file that it replaces.
    /// - Throws: ``Failure``.
    public static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
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
        let oldMode = stat(path, &old) == 0 ? old.st_mode & 0o777 : nil
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, oldMode ?? 0o666)
        guard file >= 0 else { throw Failure(path: path, code: errno) }
        do throws(Failure) {
            // open(2) takes the umask off, which the old file may not have had.
            if let oldMode, fchmod(file, oldMode) != 0 { throw Failure(path: path, code: errno) }
            try writeAll(bytes, to: file, path: path)
            guard fsync(file) == 0 else { throw Failure(path: path, code: errno) }
        } catch {
            close(file)
            unlink(temporary)
            throw error
        }
        close(file)
        guard rename(temporary, path) == 0 else {
            let code = errno
            unlink(temporary)
            throw Failure(path: path, code: code)
        }
        syncFolder(folder.isEmpty ? "." : folder)
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
