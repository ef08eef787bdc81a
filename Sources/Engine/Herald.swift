import Foundation
import Hooks
import Logging
import Store
import Synchronization
import Translation

/// Tells of the ends of jobs, as the outbox has them; at least once each.
///
/// What runs when the daemon ends is told again by the next: only what was heard is struck off.
final class Herald: Sendable {
    /// How many are told at the same time.
    private static let places = 4

    private struct State {
        var hooks: HookSettings?
        var running = 0
        /// For when it is woken already.
        var alarm: Timestamp?
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
    func appoint(_ hooks: HookSettings?) async throws {
        state.withLock { $0.hooks = hooks }
        try await store.listen(for: hooks?.events ?? [], on: hooks?.channels ?? [])
        bell.ring()
    }

    /// Tells, until it is cancelled.
    ///
    /// - Parameter daemon: This daemon's number.
    func run(for daemon: Int64) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await _ in bell.rings {
                let (appointed, places) = state.withLock { ($0.hooks, Self.places - $0.running) }
                guard let hooks = appointed, places > 0 else { continue }
                let due = try await store.claimDeliveries(
                    on: hooks.channels, limit: places, for: daemon, now: time.now())
                for delivery in due {
                    state.withLock { $0.running += 1 }
                    group.addTask {
                        try await self.tell(delivery, hooks, by: daemon)
                        self.state.withLock { $0.running -= 1 }
                        self.bell.ring()
                    }
                }
                guard due.count < places, let next = try await store.nextDelivery(on: hooks.channels),
                    setAlarm(next)
                else { continue }
                group.addTask {
                    try await self.time.clock.sleep(for: max(.zero, next - self.time.now()))
                    self.state.withLock { $0.alarm = nil }
                    self.bell.ring()
                }
            }
            group.cancelAll()
        }
    }

    /// - Returns: Whether nobody wakes it before.
    private func setAlarm(_ next: Timestamp) -> Bool {
        state.withLock { state in
            if let alarm = state.alarm, alarm <= next { return false }
            state.alarm = next
            return true
        }
    }

    private func tell(_ delivery: Delivery, _ hooks: HookSettings, by daemon: Int64) async throws {
        // Removed in between, and with it what was to be told.
        guard let job = try await hooks.describe(delivery.job) else { return }
        let announcement = Announcement(
            message: delivery.message, event: delivery.event, time: Self.rfc3339(delivery.createdAt), job: job)
        let hearing: Hearing?
        do {
            switch delivery.channel {
            case .command: hearing = try await hooks.command?.tell(announcement)
            case .webhook: hearing = try await hooks.webhook?.tell(announcement, now: time.now())
            }
        } catch is CancellationError {
            return
        }
        guard let hearing else { return }
        let result = result(of: hearing, tries: delivery.tries + 1)
        guard try await store.settle(delivery.id, as: result, by: daemon, now: time.now()) else { return }
        tell(result, delivery)
    }

    private func result(of hearing: Hearing, tries: Int) -> Store.DeliveryResult {
        switch hearing {
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

    private static func rfc3339(_ instant: Timestamp) -> String {
        Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
