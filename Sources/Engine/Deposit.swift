import Foundation
public import Store
public import Translation

/// Puts finished documents into their files, and never in the place of a file that somebody else has written.
public struct Deposit: Sendable {
    private let store: Store
    /// Whether the daemon does it.
    private let isDaemon: Bool

    /// Creates one.
    ///
    /// - Parameter isDaemon: Whether the daemon does it, whose committer waits where the disk is full.
    public init(store: Store, isDaemon: Bool = false) {
        self.store = store
        self.isDaemon = isDaemon
    }

    /// A file must not be written.
    public struct Occupied: Error, Sendable, CustomStringConvertible {
        /// The file.
        public let path: String
        /// Why not, as the end of a sentence.
        let reason: String
        /// Says what stands there.
        public var description: String { "\(path) \(reason)" }
    }

    /// Whether a document may go into a file: there is none, or one of ours.
    ///
    /// - Throws: ``Occupied``, or `StoreError`.
    public func check(_ path: String, overwrites: Bool = false) async throws {
        _ = try await isThere(path, overwrites: overwrites)
    }

    /// Whether a file is there that may be replaced; false where there is none.
    private func isThere(_ path: String, overwrites: Bool) async throws -> Bool {
        guard !isOfQueue(path) else { throw Occupied(path: path, reason: "is a file of the queue itself") }
        var information = stat()
        guard lstat(path, &information) == 0 else { return false }
        // A folder is told by whoever tries to write.
        guard stat(path, &information) != 0 || information.st_mode & S_IFMT != S_IFDIR else { return true }
        // A device would be replaced by a file.
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw Occupied(path: path, reason: "is no regular file")
        }
        guard !overwrites else { return true }
        guard let digest = Digest.sha256(ofFile: path), try await store.hasWritten(path, sha256: digest) else {
            throw Occupied(path: path, reason: "exists, and is not as tolmach has written it")
        }
        return true
    }

    /// Whether a path is the queue's file, or one that SQLite keeps beside it, by whatever way it is reached.
    private func isOfQueue(_ path: String) -> Bool {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        // The file itself need not be there yet.
        let folder = Store.realPath(of: url.deletingLastPathComponent().path)
        return ["", "-wal", "-shm", "-journal"].map { store.realPath + $0 }.contains { own in
            (folder ?? "") + "/" + url.lastPathComponent == own || Self.isSame(path, own)
        }
    }

    /// Whether two names are of one file.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        var (a, b) = (stat(), stat())
        return stat(one, &a) == 0 && stat(other, &b) == 0 && (a.st_dev, a.st_ino) == (b.st_dev, b.st_ino)
    }

    /// Writes a document, after it was noted as ours: a crash in between leaves a file that is known.
    ///
    /// - Throws: ``Occupied``, `OutputFile.Failure` or `StoreError`.
    public func write(
        _ bytes: [UInt8], to path: String, of job: Job.ID, overwrites: Bool, now: Timestamp
    ) async throws {
        if !overwrites, let later = try await store.laterWriter(of: path, than: job) {
            throw Occupied(path: path, reason: "has a later translation, that of job \(later)")
        }
        let replaces = try await isThere(path, overwrites: overwrites)
        try await store.willWrite(path, sha256: Digest.sha256(bytes), for: job, byDaemon: isDaemon, now: now)
        do throws(OutputFile.Failure) {
            try OutputFile.write(bytes, to: path, replaces: replaces || overwrites)
        } catch {
            guard error.code == EEXIST else { throw error }
            throw Occupied(path: path, reason: "was written by somebody else just now")
        }
    }
}
