public import Foundation
import Translation

/// Where the engine takes the time from: the civil clock for what is stored, a steady one for what is waited for.
public struct TimeSource: Sendable {
    /// Tells the civil time.
    public var now: @Sendable () -> Timestamp
    /// Measures waiting.
    public var clock: any Clock<Duration>

    /// By whose midnight a day ends.
    public var timeZone: TimeZone

    /// Tells the time of CLOCK_MONOTONIC (clock_gettime(2)), by which a service manager orders reloads.
    public var monotonic: @Sendable () -> Duration

    /// Creates a source of time.
    public init(
        now: @escaping @Sendable () -> Timestamp, clock: any Clock<Duration>,
        monotonic: @escaping @Sendable () -> Duration = Self.systemMonotonic,
        timeZone: TimeZone = .autoupdatingCurrent
    ) {
        self.now = now
        self.clock = clock
        self.monotonic = monotonic
        self.timeZone = timeZone
    }

    /// The machine's own.
    @Sendable public static func systemMonotonic() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
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
