/// How many durations were at most as long as each of some bounds, and all of them together.
public struct DurationHistogram: Sendable, Equatable {
    /// The buckets' upper bounds, in rising order; what is longer than all of them goes into one more.
    public let bounds: [Duration]
    /// How many fell into each bucket, and not into the one before; one more than there are bounds.
    public private(set) var counts: [Int]
    /// All durations together.
    public var sum = Duration.zero

    /// From asking to the first text: a small model next door answers at once, a large one on an old machine after minutes.
    public static let firstText = DurationHistogram(
        bounds: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300].map(Duration.seconds))
    /// A group commit: a tenth of a millisecond without an fsync, seconds on a disk that is in trouble.
    public static let commits = DurationHistogram(
        bounds: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
            .map(Duration.seconds))

    /// From the network to the disk: milliseconds, unless the disk is slow or the machine is busy.
    public static let chunkCommits = DurationHistogram(
        bounds: [
            0.00025, 0.0005, 0.001, 0.002, 0.003, 0.004, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25,
            0.5, 1, 2.5, 10,
        ].map(Duration.seconds))

    init(bounds: [Duration]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// How many durations there were.
    public var count: Int { counts.reduce(0, +) }

    /// Counts a duration; a negative one, of a clock that was set back, as none.
    mutating func observe(_ duration: Duration) {
        let duration = max(.zero, duration)
        add(1, upTo: duration)
        sum += duration
    }

    /// - Parameter bound: The longest that the durations were; nil where that is above all bounds.
    mutating func add(_ count: Int, upTo bound: Duration?) {
        let bucket = bound.flatMap { bound in bounds.firstIndex { bound <= $0 } } ?? bounds.count
        counts[bucket] += count
    }

    /// Takes away what was counted when another was copied from this one.
    mutating func forget(_ other: DurationHistogram) {
        for bucket in counts.indices { counts[bucket] -= other.counts[bucket] }
        sum -= other.sum
    }
}
