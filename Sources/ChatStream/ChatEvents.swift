/// An answer as it comes in: each element is everything that one read of the network held, and never empty.
///
/// Iterate it once. The time between two calls of `next()` is the consumer's own and counts for no limit; meanwhile the
/// network waits too, once 64 KiB have gathered. Ends after `[DONE]`, or after a finish reason with the end of the body, an
/// error, or two seconds. Throws ``ChatError`` for everything else, after the events that came before it, and
/// `CancellationError`.
public struct ChatEvents: AsyncSequence {
    /// What one read of the network held.
    public typealias Element = [ChatEvent]
    /// What iteration throws.
    public typealias Failure = any Error

    let reading: Reading

    /// When the first bytes of the last element came off the network; `nil` before the first.
    public var arrival: ContinuousClock.Instant? { reading.arrival }

    /// Has plain texts taken where they come in, on the connection's event loop, from now on.
    ///
    /// Only while the iterator is being waited for, so one may share with the loop what belongs to its task. All that is no
    /// text, and what `take` leaves, comes out of the iterator as before, in order. What is taken counts as read.
    ///
    /// - Parameter take: Is given the texts of one network read and when that came; must not block. Returns whether it has
    ///   taken them.
    public func intercept(_ take: @escaping (_ texts: [ChatEvent], _ arrival: ContinuousClock.Instant) -> Bool) {
        reading.intercept(take)
    }

    /// Starts to iterate; all iterators of an answer share one position.
    public func makeAsyncIterator() -> Iterator {
        Iterator(reading: reading)
    }

    /// Reads the answer on.
    public struct Iterator: AsyncIteratorProtocol {
        let reading: Reading

        /// The next read's events; `nil` when the answer is whole.
        public mutating func next() async throws -> [ChatEvent]? {
            try await reading.next(isolation: nil)
        }

        /// The next read's events; `nil` when the answer is whole.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> [ChatEvent]? {
            try await reading.next(isolation: actor)
        }
    }
}
