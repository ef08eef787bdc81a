import NIOCore
import NIOHTTP1

/// What has arrived of an answer and was not yet taken: the head, then bytes, then the end.
///
/// Nothing that arrived before the end is lost by it, and the first end is the one that counts.
struct Inbox {
    /// How an answer ends.
    enum End: Sendable {
        /// With the last byte of the body.
        case complete
        /// Because of what happened below HTTP.
        case lost(any Error)
        /// Because a limit in time was reached.
        case expired(TimeLimit)
        /// Because nobody wants the rest.
        case dropped
    }

    /// What one look into the inbox finds.
    enum Delivery: Sendable {
        case head(HTTPResponseHead)
        /// All bytes that had gathered, in order; never none. The first of them came at this instant.
        case parts([ByteBuffer], since: ContinuousClock.Instant)
        /// What bytes have told that were read where they came in, at this instant; maybe nothing but that the answer is over.
        case events([ChatEvent], since: ContinuousClock.Instant)
        case end(End)
    }

    /// From so many bytes on, the sender has to wait.
    static let capacity = 64 << 10

    private var head: HTTPResponseHead?
    private var parts: [ByteBuffer] = []
    private var held = 0
    private var since = ContinuousClock.Instant.now
    private(set) var end: End?

    /// Whether more may be sent.
    var hasRoom: Bool { held < Self.capacity || end != nil }

    mutating func put(head: HTTPResponseHead) {
        if end == nil { self.head = head }
    }

    mutating func put(part: ByteBuffer, at now: ContinuousClock.Instant) {
        guard end == nil, part.readableBytes > 0 else { return }
        if parts.isEmpty { since = now }
        parts.append(part)
        held += part.readableBytes
    }

    mutating func put(end: End) {
        if self.end == nil { self.end = end }
    }

    /// Takes what is next; `nil` when one has to wait for it.
    ///
    /// The end stays, for whoever asks again.
    mutating func take() -> Delivery? {
        if let head {
            self.head = nil
            return .head(head)
        }
        if !parts.isEmpty {
            defer {
                parts = []
                held = 0
            }
            return .parts(parts, since: since)
        }
        return end.map(Delivery.end)
    }
}
