import Logging
import Store

/// What the streams of one daemon share.
///
/// Not the daemon's own, of which the task of each stream would hold a copy.
final class WorkerContext: Sendable {
    let store: Store
    let health: EndpointHealth
    let time: TimeSource
    let logger: Logger
    private let streams: RunningStreams
    private let pool: EndpointPool
    private let doorbell: Doorbell
    private let finishing: Doorbell

    /// - Parameters:
    ///   - doorbell: Rung when there may be something to claim.
    ///   - finishing: Rung when a job may have come to its end.
    init(
        store: Store, health: EndpointHealth, time: TimeSource, logger: Logger, streams: RunningStreams,
        pool: EndpointPool, doorbell: Doorbell, finishing: Doorbell
    ) {
        (self.store, self.health, self.time, self.logger) = (store, health, time, logger)
        (self.streams, self.pool, self.doorbell, self.finishing) = (streams, pool, doorbell, finishing)
    }

    /// Notes that a closed gate has opened, so that others may follow.
    func gateHasOpened() { doorbell.ring() }

    /// Notes that a stream has ended, however it did: there is room for another one.
    func hasEnded(_ lease: Lease, at handle: EndpointPool.Handle) async throws {
        streams.end(lease)
        try await pool.release(handle)
        finishing.ring()
        doorbell.ring()
    }
}
