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
    fileprivate enum State {
        /// All that was handed in is on disk.
        case settled
        case underWay
        /// Somebody waits until it is.
        case awaited(UnsafeContinuation<Bool, any Error>)
        /// The lease was lost: nothing more is stored.
        case lost
        case failed(any Error)
    }

    private let state = Mutex(State.settled)
    private let commits: GroupCommit
    private let lease: Lease

    init(commits: GroupCommit, lease: Lease) {
        self.commits = commits
        self.lease = lease
    }

    /// Hands in a chunk, once the one before is on disk.
    ///
    /// - Parameters:
    ///   - firstTextAt: When the attempt's first text came; given with the first chunk only.
    ///   - arrival: When the chunk came off the network, for the figures.
    /// - Returns: False where the lease was lost, as far as that is known; then nothing was handed in.
    /// - Throws: ``StoreError`` where the chunk before could not be written.
    public func append(
        _ text: String, firstTextAt: Timestamp?, arrival: ContinuousClock.Instant? = nil
    ) async throws -> Bool {
        guard try await flush() else { return false }
        state.withLock { $0 = .underWay }
        commits.append(
            JournalChunk(lease: lease, text: text, firstTextAt: firstTextAt, arrival: arrival), for: self)
        return true
    }

    /// Waits until all that was handed in is on disk.
    ///
    /// - Returns: Whether it is; false where the lease was lost.
    /// - Throws: ``StoreError`` where it could not be written.
    public func flush() async throws -> Bool {
        if let known = try state.withLock({ try $0.known }) { return known }
        return try await withUnsafeThrowingContinuation { continuation in
            let known: Result<Bool, any Error>? = state.withLock { state in
                do {
                    if let known = try state.known { return .success(known) }
                } catch {
                    return .failure(error)
                }
                state = .awaited(continuation)
                return nil
            }
            if let known { continuation.resume(with: known) }
        }
    }

    /// The committer's word on the chunk that was handed in.
    func settle(_ outcome: Result<Bool, any Error>) {
        let waiting: UnsafeContinuation<Bool, any Error>? = state.withLock { state in
            defer {
                state =
                    switch outcome {
                    case .success(let isStored): isStored ? .settled : .lost
                    case .failure(let error): .failed(error)
                    }
            }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume(with: outcome)
    }
}

extension StreamJournal.State {
    /// Whether all is on disk; nil while one has to wait for it.
    fileprivate var known: Bool? {
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
