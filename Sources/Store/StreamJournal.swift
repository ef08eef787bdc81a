import Synchronization
import Translation

/// The journal as one stream sees it: it writes, and is at most one chunk ahead of the disk.
///
/// So a stream whose chunks come more slowly than the disk commits never waits for it, and one that is faster gathers what
/// comes meanwhile into its next chunk. Waiting for each commit cost a paced stream a second change of threads for each
/// chunk (see `Tests/Benchmark`). Whatever is handed to the queue later, such as the stream's settlement, is on disk no
/// earlier than the chunks before it.
///
/// For one task at a time.
public final class StreamJournal: Sendable {
    private enum Progress {
        /// All that was handed in is on disk.
        case settled
        case underWay
        /// Somebody waits until it is.
        case awaited(UnsafeContinuation<Bool, any Error>)
        /// The lease was lost: nothing more is stored.
        case lost
        case failed(any Error)

        /// Whether all is on disk; nil while one has to wait for it.
        var known: Bool? {
            get throws {
                switch self {
                case .settled: true
                case .lost: false
                case .failed(let error): throw error
                case .underWay, .awaited: nil
                }
            }
        }
    }

    private struct State {
        var progress = Progress.settled
        /// The last one that was handed in: it stays here, so that the committer's list is short.
        var chunk: JournalChunk?
    }

    private let state = Mutex(State())
    private let commits: GroupCommit
    private let lease: Lease

    init(commits: GroupCommit, lease: Lease) {
        self.commits = commits
        self.lease = lease
    }

    /// What is to be written.
    var chunk: JournalChunk? { state.withLock(\.chunk) }

    /// Whether all that was handed in is on disk, and the lease was not lost.
    public var isSettled: Bool { state.withLock { if case .settled = $0.progress { true } else { false } } }

    /// Hands in a chunk, where it is known that the one before is on disk: ``isSettled``, ``flush()``.
    ///
    /// - Parameters:
    ///   - firstTextAt: When the attempt's first text came; given with the first chunk only.
    ///   - arrival: When the chunk came off the network, for the figures.
    public func append(_ text: String, firstTextAt: Timestamp? = nil, arrival: ContinuousClock.Instant? = nil) {
        let chunk = JournalChunk(lease: lease, text: text, firstTextAt: firstTextAt, arrival: arrival)
        state.withLock { state in
            // It would be committed twice, and that before it never.
            guard case .settled = state.progress else { preconditionFailure("the chunk before is not on disk") }
            state = State(progress: .underWay, chunk: chunk)
        }
        commits.append(of: self)
    }

    /// Waits until all that was handed in is on disk.
    ///
    /// - Returns: Whether it is; false where the lease was lost.
    /// - Throws: ``StoreError`` where it could not be written.
    public func flush() async throws -> Bool {
        if let known = try state.withLock({ try $0.progress.known }) { return known }
        return try await withUnsafeThrowingContinuation { continuation in
            let known: Result<Bool, any Error>? = state.withLock { state in
                do {
                    if let known = try state.progress.known { return .success(known) }
                } catch {
                    return .failure(error)
                }
                state.progress = .awaited(continuation)
                return nil
            }
            if let known { continuation.resume(with: known) }
        }
    }

    /// The committer's word on the chunk that was handed in.
    func settle(_ outcome: Result<Bool, any Error>) {
        let waiting: UnsafeContinuation<Bool, any Error>? = state.withLock { state in
            let before = state.progress
            state.progress =
                switch outcome {
                case .success(let isStored): isStored ? .settled : .lost
                case .failure(let error): .failed(error)
                }
            return if case .awaited(let continuation) = before { continuation } else { nil }
        }
        waiting?.resume(with: outcome)
    }
}
