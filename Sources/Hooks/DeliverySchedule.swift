/// When a webhook is tried again: at once at first, then ever more seldom, for about a day.
///
/// | after try | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 to 10 |
/// | --- | --- | --- | --- | --- | --- | --- | --- | --- |
/// | waits | 5 s | 20 s | 80 s | 5 min | 21 min | 85 min | 5 h 41 min | 6 h each |
///
/// Each is drawn from a fifth less to a fifth more, so that many that failed together do not come back together.
public enum DeliverySchedule {
    /// How often it is tried at most: the last time about 25 hours and a half after the first.
    public static let tries = 11

    /// How long to wait after so many tries; nil when there were enough.
    ///
    /// - Parameters:
    ///   - tries: At least 1.
    ///   - jitter: From 0 to 1.
    ///   - advice: What the other side asked for, which is heeded where it is longer, up to a day.
    public static func delay(afterTries tries: Int, jitter: Double, advice: Duration? = nil) -> Duration? {
        guard tries < Self.tries else { return nil }
        let steps = (1..<max(1, tries)).reduce(into: 5.0) { seconds, _ in seconds *= 4 }
        let own = Duration.milliseconds(Int64(min(steps, 21_600) * (0.8 + 0.4 * jitter) * 1000))
        return max(own, min(advice ?? .zero, .seconds(86_400)))
    }
}
