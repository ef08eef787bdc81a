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

    /// A file stands in the way that this program has not written, or that was changed since.
    public struct Occupied: Error, Sendable, CustomStringConvertible {
        /// The file.
        public let path: String
        /// Says what stands there.
        public var description: String {
            "\(path) exists, and is not as tolmach has written it"
        }
    }

    /// Whether a document may go into a file: there is none, or one of ours.
    ///
    /// - Throws: ``Occupied``, or `StoreError`.
    public func check(_ path: String, overwrites: Bool = false) async throws {
        var information = stat()
        guard !overwrites, lstat(path, &information) == 0 else { return }
        // A folder is told by whoever tries to write.
        guard information.st_mode & S_IFMT != S_IFDIR else { return }
        guard let digest = Digest.sha256(ofFile: path), try await store.hasWritten(path, sha256: digest) else {
            throw Occupied(path: path)
        }
    }

    /// Writes a document, after it was noted as ours: a crash in between leaves a file that is known.
    ///
    /// - Throws: ``Occupied``, `OutputFile.Failure` or `StoreError`.
    public func write(
        _ bytes: [UInt8], to path: String, of job: Job.ID, overwrites: Bool, now: Timestamp
    ) async throws {
        try await check(path, overwrites: overwrites)
        try await store.willWrite(path, sha256: Digest.sha256(bytes), for: job, byDaemon: isDaemon, now: now)
        try OutputFile.write(bytes, to: path)
    }
}
