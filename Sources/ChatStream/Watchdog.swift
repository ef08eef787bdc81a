import Synchronization

/// What an answer's reader tells the one that watches the time.
protocol Watching: AnyObject, Sendable {
    func waitBegan()
    /// - Parameters:
    ///   - bytes: Whether bytes of the body ended the wait.
    ///   - progress: Whether they brought text or reasoning.
    func waitEnded(bytes: Bool, progress: Bool)
    /// Bytes of the body came and were read, and the wait goes on.
    ///
    /// - Parameter progress: Whether they brought text or reasoning.
    func waitGoesOn(progress: Bool)
    /// The time from now on, as something to be awaited.
    func alarm(after delay: Duration) -> @Sendable () async throws -> Void
}

extension Watching {
    /// The wait ended without bytes of the body.
    func waitEnded() { waitEnded(bytes: false, progress: false) }
}

/// Watches one answer's silence by a clock: looks when a limit can have been reached.
final class Watchdog<C: Clock>: Watching where C.Duration == Duration {
    private let clock: C
    private let patience: Mutex<Patience<C.Instant>>

    init(limits: ChatTimeouts, clock: C) {
        self.clock = clock
        patience = Mutex(Patience(limits: limits))
    }

    /// Returns the limit that was reached, or `nil` when cancelled first.
    func run() async -> TimeLimit? {
        while !Task.isCancelled {
            let outlook = outlook
            if let reached = outlook.reached { return reached }
            do {
                try await clock.sleep(until: outlook.look, tolerance: nil)
            } catch {
                return nil
            }
        }
        return nil
    }

    /// The limit that is reached now, if one is; and when to look again if none is.
    var outlook: (reached: TimeLimit?, look: C.Instant) {
        let now = clock.now
        return patience.withLock { patience in
            (patience.due.flatMap { $0.at <= now ? $0.limit : nil }, patience.nextLook(after: now))
        }
    }

    func waitBegan() {
        let now = clock.now
        patience.withLock { $0.waitBegan(at: now) }
    }

    func waitEnded(bytes: Bool, progress: Bool) {
        let now = clock.now
        patience.withLock { patience in
            patience.waitEnded(at: now, bytes: bytes)
            if progress { patience.progressed() }
        }
    }

    func waitGoesOn(progress: Bool) {
        let now = clock.now
        patience.withLock { patience in
            patience.waitEnded(at: now, bytes: true)
            if progress { patience.progressed() }
            patience.waitBegan(at: now)
        }
    }

    func alarm(after delay: Duration) -> @Sendable () async throws -> Void {
        let instant = clock.now.advanced(by: delay)
        return { [clock] in try await clock.sleep(until: instant, tolerance: nil) }
    }
}
