/// How long an answer may still keep silent; counts only the time that is spent waiting for the network, and reading
/// what it brought.
struct Patience<Instant: InstantProtocol> where Instant.Duration == Duration {
    private let limits: ChatTimeouts
    /// Since when the network is waited for; `nil` while the consumer works with what came.
    private var waitingSince: Instant?
    /// Time waited since the last sign of progress, in waits that are over.
    private var quiet = Duration.zero
    private var hasBegun = false

    init(limits: ChatTimeouts) {
        self.limits = limits
    }

    /// A wait for the network begins.
    mutating func waitBegan(at now: Instant) {
        waitingSince = now
    }

    /// The wait is over.
    ///
    /// - Parameter bytes: whether bytes of the body ended it.
    mutating func waitEnded(at now: Instant, bytes: Bool) {
        if let waitingSince { quiet += waitingSince.duration(to: now) }
        waitingSince = nil
        if bytes { hasBegun = true }
    }

    /// Text or reasoning came.
    mutating func progressed() {
        quiet = .zero
    }

    /// When the present wait will have lasted too long, and which limit says so; `nil` while the consumer works.
    var due: (at: Instant, limit: TimeLimit)? {
        guard let waitingSince else { return nil }
        let progress = waitingSince.advanced(by: limits.firstByte - quiet)
        guard hasBegun else { return (progress, .firstByte) }
        let idle = waitingSince.advanced(by: limits.idle)
        return progress < idle ? (progress, .progress) : (idle, .idle)
    }

    /// When to look again: no limit that matters can be reached before.
    ///
    /// A wait that begins later than `now` lasts at least the shorter of the two limits, except for the rest of a quiet time,
    /// which is thus noticed late by so much at most.
    func nextLook(after now: Instant) -> Instant {
        let step = now.advanced(by: min(limits.idle, limits.firstByte))
        guard let due else { return step }
        return min(due.at, step)
    }
}
