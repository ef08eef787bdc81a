import NIOCore
import Synchronization

/// Looks at a watchdog when a limit can have been reached.
protocol LimitTimer: Sendable {
    /// Looks now, and then whenever something can have changed, until a limit is reached or it is stopped.
    func start()
    /// Looks no more.
    func stop()
}

/// Looks at a watchdog of any clock, in a task.
///
/// The task has no parent: it is as cheap to end as a timer, and nobody waits for it. What the system's clock times is
/// looked at by ``EventLoopLimitTimer``; other clocks are moved by hand.
final class TaskLimitTimer<C: Clock>: LimitTimer where C.Duration == Duration {
    private struct State {
        var task: Task<Void, Never>?
        var isStopped = false
    }

    private let state = Mutex(State())
    private let watchdog: Watchdog<C>
    private let onLimit: @Sendable (TimeLimit) -> Void

    /// - Parameter onLimit: Told of the limit that was reached, once.
    init(_ watchdog: Watchdog<C>, onLimit: @escaping @Sendable (TimeLimit) -> Void) {
        (self.watchdog, self.onLimit) = (watchdog, onLimit)
    }

    func start() {
        state.withLock { [watchdog, onLimit] state in
            guard !state.isStopped else { return }
            state.task = Task { [self] in
                guard let limit = await watchdog.run() else { return }
                // Who has stopped it is told of nothing any more.
                self.state.withLock { if !$0.isStopped { onLimit(limit) } }
            }
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopped = true
            state.task?.cancel()
        }
    }
}

/// Looks at a watchdog of the system's clock by a timer of the event loop.
///
/// A task that sleeps takes 3 kB, and a daemon with a thousand streams would have a thousand (`Tests/Benchmark`, section
/// `memory`).
final class EventLoopLimitTimer: NIOScheduledCallbackHandler, LimitTimer {
    private enum State {
        case idle
        case waiting(NIOScheduledCallback)
        case stopped
    }

    private let state = Mutex(State.idle)
    private let watchdog: Watchdog<ContinuousClock>
    private let eventLoop: any EventLoop
    private let onLimit: @Sendable (TimeLimit) -> Void

    /// - Parameter onLimit: Told of the limit that was reached, once; on the event loop's thread.
    init(
        _ watchdog: Watchdog<ContinuousClock>, on eventLoop: any EventLoop,
        onLimit: @escaping @Sendable (TimeLimit) -> Void
    ) {
        self.watchdog = watchdog
        self.eventLoop = eventLoop
        self.onLimit = onLimit
    }

    func start() {
        let outlook = watchdog.outlook
        let delay = max(.zero, ContinuousClock.now.duration(to: outlook.look))
        let reached: TimeLimit? = state.withLock { state in
            if case .stopped = state { return nil }
            if let reached = outlook.reached {
                state = .stopped
                return reached
            }
            do {
                state = .waiting(try eventLoop.scheduleCallback(in: TimeAmount(delay), handler: self))
            } catch {
                state = .stopped  // The event loop is gone, and the answer with it.
            }
            return nil
        }
        if let reached { onLimit(reached) }
    }

    func stop() {
        let callback = state.withLock { state in
            defer { state = .stopped }
            return if case .waiting(let callback) = state { callback } else { nil as NIOScheduledCallback? }
        }
        callback?.cancel()
    }

    func handleScheduledCallback(eventLoop: some EventLoop) { start() }
}
