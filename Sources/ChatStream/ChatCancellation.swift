import Synchronization

/// Ends an answer from outside of the task that reads it, which then ends as if cancelled.
///
/// For whoever runs thousands: a task beside each, that waits for a word, costs more memory than the answer.
public final class ChatCancellation: Sendable {
    private enum State {
        case open
        /// Somebody reads, and is stopped by this.
        case reading(@Sendable () -> Void)
        case cancelled
    }

    private let state = Mutex(State.open)

    /// Creates one for one request.
    public init() {}

    /// Ends the answer, now or as soon as it is asked for.
    public func cancel() {
        let stop = state.withLock { state in
            defer { state = .cancelled }
            return if case .reading(let stop) = state { stop } else { nil as (@Sendable () -> Void)? }
        }
        stop?()
    }

    /// Whether it was ended already.
    var isCancelled: Bool { state.withLock { if case .cancelled = $0 { true } else { false } } }

    /// Notes how the reader is stopped, and stops it where that was asked before.
    func begin(_ stop: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            if case .cancelled = state { return true }
            state = .reading(stop)
            return false
        }
        if isLate { stop() }
    }

    /// Nobody reads any more.
    func end() {
        state.withLock { if case .reading = $0 { $0 = .open } }
    }
}
