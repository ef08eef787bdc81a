import Synchronization

/// A clock that stands still until it is advanced by hand.
///
/// Those who sleep wake in the order of their deadlines. A copy is the same clock.
public final class ManualClock: Clock {
    /// A time of the clock: what has passed since it was made.
    public struct Instant: InstantProtocol {
        /// What has passed since the clock was made.
        public var offset: Duration

        /// Creates an instant.
        public init(offset: Duration = .zero) { self.offset = offset }

        /// The instant later by the duration.
        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        /// The time from here to there.
        public func duration(to other: Instant) -> Duration { other.offset - offset }
        /// Whether one is before the other.
        public static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    private struct Sleeper {
        var deadline: Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        var isContent: (State) -> Bool
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant()
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
        /// Sleeps that were cancelled before they had begun.
        var cancelled: Set<Int> = []
        var watchers: [Watcher] = []
    }

    private let state = Mutex(State())

    /// Creates a clock that shows zero.
    public init() {}

    /// What the clock shows.
    public var now: Instant { state.withLock { $0.now } }
    /// It is exact.
    public var minimumResolution: Duration { .zero }
    /// How many sleep now.
    public var sleepers: Int { state.withLock { $0.sleepers.count } }

    /// Advances the clock and wakes those whose time has come.
    public func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    /// Returns as soon as at least so many sleep.
    public func waitForSleepers(_ n: Int) async {
        await wait { $0.sleepers.count >= n }
    }

    /// Returns as soon as somebody sleeps who will wake when exactly so much has passed from now.
    public func waitForSleeper(of duration: Duration) async {
        await wait { state in state.sleepers.values.contains { $0.deadline == state.now.advanced(by: duration) } }
    }

    private func wait(until isContent: @escaping @Sendable (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if isContent(state) { return true }
                state.watchers.append(Watcher(isContent: isContent, continuation: continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }

    /// Sleeps until the clock has been advanced so far.
    ///
    /// - Throws: `CancellationError`.
    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                begin(Sleeper(deadline: deadline, continuation: continuation), id: id)
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func begin(_ sleeper: Sleeper, id: Int) {
        let (result, reached): (Result<Void, any Error>?, [Watcher]) = state.withLock { state in
            if state.cancelled.remove(id) != nil { return (.failure(CancellationError()), []) }
            if sleeper.deadline <= state.now { return (.success(()), []) }
            state.sleepers[id] = sleeper
            let (reached, others) = state.watchers.reduce(into: ([Watcher](), [Watcher]())) { parts, watcher in
                if watcher.isContent(state) { parts.0.append(watcher) } else { parts.1.append(watcher) }
            }
            state.watchers = others
            return (nil, reached)
        }
        if let result { sleeper.continuation.resume(with: result) }
        for watcher in reached { watcher.continuation.resume() }
    }

    private func cancel(_ id: Int) {
        let sleeper = state.withLock { state in
            if let sleeper = state.sleepers.removeValue(forKey: id) { return Optional(sleeper) }
            state.cancelled.insert(id)
            return nil
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
