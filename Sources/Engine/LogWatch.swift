import Dispatch
import Foundation
import Synchronization

/// Wakes the daemon when somebody writes to the queue, so that an idle one need not look five times a second.
///
/// The kernel tells (inotify(7)) that SQLite's write-ahead log was written to, which is what every commit of every process
/// does. That is a hint, and not asked for more often than it is waited for: where there is no such word, as on the file
/// system of another machine, the daemon looks all the same, only later.
final class LogWatch: Sendable {
    /// The longest time without a look, whatever the kernel tells.
    static let longestRest = Duration.seconds(2)

    private struct State {
        /// Whether the source is not suspended.
        var isListening = false
        /// Whether it is cancelled, and so is to be suspended no more: it may not be given up in that state.
        var isOver = false
        /// Ends the wait.
        var ring: AsyncStream<Never>.Continuation?
        /// Whether the kernel has told of a write, and nobody was told yet.
        var isTold = false
    }

    private let state = Mutex(State())
    // Dispatch's objects may be used from any thread; how often it is suspended and resumed, `state` keeps in order.
    private nonisolated(unsafe) let source: any DispatchSourceRead

    /// Watches a database's log.
    ///
    /// - Parameter database: The path of the database.
    /// - Returns: nil where the kernel has no watches left, or the log is not there.
    init?(database: String) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        guard inotify_add_watch(descriptor, database + "-wal", UInt32(IN_MODIFY)) >= 0 else {
            close(descriptor)
            return nil
        }
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor)
        source.setEventHandler { [weak self] in
            Self.drain(descriptor)
            self?.hush(isTold: true)
        }
        source.setCancelHandler { close(descriptor) }
    }

    /// Waits for the next write, or until a time has passed; a write since the last wait counts.
    ///
    /// The word comes while SQLite still writes: what was written can be read only when the log is on disk, some
    /// milliseconds later. For one task at a time.
    ///
    /// - Returns: Whether there was a write.
    func wait(atMost limit: Duration, _ clock: any Clock<Duration>) async throws -> Bool {
        let (rings, ring) = AsyncStream<Never>.makeStream()
        state.withLock { state in
            guard !state.isOver, !state.isTold else { return ring.finish() }
            (state.isListening, state.ring) = (true, ring)
            source.resume()
        }
        defer { hush() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await clock.sleep(for: limit) }
            group.addTask { for await _ in rings {} }
            defer { group.cancelAll() }
            try await group.next()
        }
        try Task.checkCancellation()
        hush()
        return state.withLock { state in
            defer { state.isTold = false }
            return state.isTold
        }
    }

    /// Gives the watch back to the kernel; to be called once, by whoever waits no more.
    func end() {
        state.withLock { state in
            source.cancel()
            // One that is suspended would never be cancelled.
            if !state.isListening { source.resume() }
            (state.isListening, state.isOver) = (true, true)
        }
    }

    /// Listens no more, and ends the wait.
    private func hush(isTold: Bool = false) {
        let ring = state.withLock { state in
            state.isTold = state.isTold || isTold
            if state.isListening, !state.isOver {
                source.suspend()
                state.isListening = false
            }
            defer { state.ring = nil }
            return state.ring
        }
        ring?.finish()
    }

    private static func drain(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while read(descriptor, &buffer, buffer.count) > 0 {}
    }
}
