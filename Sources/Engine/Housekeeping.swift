import Logging
import Store
import Translation

/// What the daemon does for the database between its other work: it removes jobs that have ended as long ago as the
/// configuration says, gives their room back, and keeps the log short.
///
/// It has a turn with each heartbeat. A turn is bounded: while streams run, it is one transaction of some 10 ms, else a
/// second or less.
actor Housekeeping {
    private enum Phase {
        case resting(until: Timestamp?)
        case pruning(Pruning)
        /// What was removed is told when its room was given back.
        case givingBack(Pruning.Removed)
    }

    private let store: Store
    private let time: TimeSource
    private let logger: Logger
    private var retention: Retention
    private var phase = Phase.resting(until: nil)
    /// What was told and is not over.
    private var (isTroubled, isLogHeld) = (false, false)

    /// How long it rests at most when nothing is left to remove; less where jobs would be kept twice their term otherwise.
    private static let rest = Duration.seconds(3600)
    /// How many transactions a turn may have while no stream runs.
    private static let idleBatches = 10
    /// The part of the file that is left free for what comes: else each page that is given back would be asked for again.
    private static let spareShare = 0.125
    /// A log of this size is worth a word, in bytes: a reader must have been at it for long.
    private static let remarkableLog = 4 * Store.logLimit

    init(store: Store, retention: Retention, time: TimeSource, logger: Logger) {
        (self.store, self.retention, self.time, self.logger) = (store, retention, time, logger)
    }

    /// Takes another rule; it is looked at with the next turn.
    func appoint(_ retention: Retention) {
        guard retention != self.retention else { return }
        self.retention = retention
        phase = .resting(until: nil)
    }

    /// Does a part of what is to be done.
    ///
    /// What keeps it from its work is told once, and tried again: nobody's translation has to wait for it.
    ///
    /// - Parameter isIdle: Whether no stream runs; asked before each transaction but the first.
    func turn(isIdle: @Sendable () -> Bool) async throws {
        do {
            try await shortenLog()
            for _ in 0..<Self.idleBatches {
                guard try await step(batch: isIdle() ? Store.pruneBatch : Store.pruneBatch / 2), isIdle() else { break }
            }
            isTroubled = false
        } catch let error as StoreError {
            if !isTroubled {
                logger.warning("database could not be tidied; it will be tried again", metadata: ["error": "\(error)"])
            }
            isTroubled = true
        }
    }

    /// One transaction at most; whether there is more to do.
    private func step(batch: Int) async throws -> Bool {
        let rule = retention
        switch phase {
        case .resting(let until):
            guard !retention.isForever, until.map({ $0 <= time.now() }) ?? true else { return false }
            phase = .pruning(Pruning(retention, now: time.now()))
        case .pruning(let pruning):
            let next = try await store.prune(pruning, batch: batch)
            guard rule == retention else { return true }  // Another came meanwhile, and has begun anew.
            phase = next.isComplete ? .givingBack(next.removed) : .pruning(next)
        case .givingBack(let removed):
            if try await store.giveBackRoom(pages: batch / 2, keeping: Self.spareShare) { return true }
            guard rule == retention else { return true }
            phase = .resting(until: time.now() + min(Self.rest, rule.shortest ?? Self.rest))
            guard removed.jobs > 0 else { return false }
            logger.notice(
                "old jobs were removed, as retention says",
                metadata: [
                    "jobs": "\(removed.jobs)", "segments": "\(removed.segments)", "documents": "\(removed.documents)",
                ])
            return false
        }
        return true
    }

    private func shortenLog() async throws {
        switch try await store.writeBackLog() {
        case .needless, .done: isLogHeld = false
        case .heldByReader:
            guard !isLogHeld, try await store.space().log > Self.remarkableLog else { return }
            isLogHeld = true
            logger.warning(
                "database's log grows: another program reads on and on", metadata: ["log": "\(store.path)-wal"])
        }
    }
}
