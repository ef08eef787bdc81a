import Foundation
import Hooks
import Logging
import Store
import Synchronization
import Translation

/// Tells of the ends of jobs, as the outbox has them; at least once each.
///
/// What runs when the daemon ends is told again by the next: only what was heard is struck off.
final class OutboxDispatcher: Sendable {
    /// How many are told at the same time over one channel: another does not wait for one that hangs.
    private static let places = 4

    private struct State {
        var hooks: HookSettings?
        var running: [Delivery.Channel: Int] = [:]
        /// For when it is woken already.
        var alarms: Set<Timestamp> = []
    }

    private let store: Store
    private let time: TimeSource
    private let logger: Logger
    private let state: Mutex<State>
    private let bell = Doorbell()

    init(store: Store, hooks: HookSettings?, time: TimeSource, logger: Logger) {
        self.store = store
        self.time = time
        self.logger = logger
        state = Mutex(State(hooks: hooks))
    }

    /// A job may have ended.
    func ring() { bell.ring() }

    /// From now on others are told; what is on its way is told as it began.
    ///
    /// - Parameter daemon: This daemon's number.
    func listen(as hooks: HookSettings?, by daemon: Int64) async throws {
        state.withLock { $0.hooks = hooks }
        try await store.listen(for: hooks?.events ?? [], on: hooks?.channels ?? [], by: daemon, now: time.now())
        bell.ring()
    }

    /// Tells, until it is cancelled.
    ///
    /// - Parameter daemon: This daemon's number.
    func run(for daemon: Int64) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await self.bell.ringWhenCancelled() }
            for await _ in bell.rings {
                guard !group.isCancelled else { break }
                guard let hooks = state.withLock(\.hooks) else { continue }
                var next: Timestamp?
                for channel in hooks.channels {
                    let free = Self.places - state.withLock { $0.running[channel, default: 0] }
                    guard free > 0 else { continue }
                    let due = try await store.claimDeliveries(on: channel, limit: free, for: daemon, now: time.now())
                    for delivery in due {
                        state.withLock { $0.running[channel, default: 0] += 1 }
                        group.addTask {
                            try await self.tell(delivery, hooks, by: daemon)
                            self.state.withLock { $0.running[channel, default: 1] -= 1 }
                            self.bell.ring()
                        }
                    }
                    if due.count < free, let time = try await store.nextDelivery(on: channel) {
                        next = min(time, next ?? time)
                    }
                }
                guard let next, setAlarm(next) else { continue }
                group.addTask {
                    try await self.time.clock.sleep(for: max(.zero, next - self.time.now()))
                    self.state.withLock { _ = $0.alarms.remove(next) }
                    self.bell.ring()
                }
            }
            group.cancelAll()
        }
    }

    /// - Returns: Whether nobody wakes it before.
    private func setAlarm(_ next: Timestamp) -> Bool {
        state.withLock { state in
            guard !state.alarms.contains(where: { $0 <= next }) else { return false }
            return state.alarms.insert(next).inserted
        }
    }

    private func tell(_ delivery: Delivery, _ hooks: HookSettings, by daemon: Int64) async throws {
        // Removed in between, and with it what was to be told.
        guard let job = try await hooks.describe(delivery.job) else { return }
        let event = HookEvent(
            message: delivery.message, kind: delivery.event, time: delivery.createdAt.rfc3339, job: job)
        let outcome: DeliveryOutcome?
        do {
            switch delivery.channel {
            case .command: outcome = try await hooks.command?.tell(event)
            case .webhook: outcome = try await hooks.webhook?.tell(event, now: time.now())
            }
        } catch is CancellationError {
            return
        }
        guard let outcome else { return }
        let result = result(of: outcome, tries: delivery.tries + 1)
        guard try await store.settle(delivery.id, as: result, by: daemon, now: time.now()) else { return }
        tell(result, delivery)
    }

    private func result(of outcome: DeliveryOutcome, tries: Int) -> Store.DeliveryResult {
        switch outcome {
        case .heard: return .delivered
        case .refused(let reason): return .failed(error: reason)
        case .again(let advice, let reason):
            guard
                let delay = DeliverySchedule.delay(
                    afterTries: tries, jitter: Double.random(in: 0...1), advice: advice)
            else { return .failed(error: "given up after \(tries) tries: \(reason)") }
            return .again(notBefore: time.now() + delay, error: reason)
        }
    }

    private func tell(_ result: Store.DeliveryResult, _ delivery: Delivery) {
        var metadata: Logger.Metadata = ["job": "\(delivery.job)", "channel": "\(delivery.channel.rawValue)"]
        switch result {
        case .delivered: logger.info("end of a job was told", metadata: metadata)
        case .again(let notBefore, let error):
            metadata["error"] = "\(error)"
            metadata["tries"] = "\(delivery.tries + 1)"
            metadata["delay_ms"] = "\((notBefore - time.now()).wholeMilliseconds)"
            logger.notice("end of a job could not be told; it is tried again", metadata: metadata)
        case .failed(let error):
            metadata["error"] = "\(error)"
            logger.warning("end of a job could not be told", metadata: metadata)
        }
    }
}
