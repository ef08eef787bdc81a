import Store

/// What is done when a stream has ended, however it did.
///
/// Not the daemon's own, of which the task of each stream would hold a copy.
final class Aftermath: Sendable {
    private let streams: RunningStreams
    private let pool: EndpointPool
    private let bells: [Doorbell]

    /// - Parameter bells: Rung when there is room for another stream.
    init(streams: RunningStreams, pool: EndpointPool, bells: [Doorbell]) {
        (self.streams, self.pool, self.bells) = (streams, pool, bells)
    }

    /// Notes that a stream has ended.
    func of(_ lease: Lease, at handle: EndpointPool.Handle) async throws {
        streams.end(lease)
        try await pool.release(handle)
        for bell in bells { bell.ring() }
    }
}
