import Foundation
import Translation

/// Where the engine takes the time from: the civil clock for what is stored, a steady one for what is waited for.
public struct TimeSource: Sendable {
    /// Tells the civil time.
    public var now: @Sendable () -> Timestamp
    /// Measures waiting.
    public var clock: any Clock<Duration>

    /// Creates a source of time.
    public init(now: @escaping @Sendable () -> Timestamp, clock: any Clock<Duration>) {
        self.now = now
        self.clock = clock
    }

    /// The machine's own clocks.
    public static let system = TimeSource(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        },
        clock: ContinuousClock())
}
