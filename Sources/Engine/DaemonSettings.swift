import Translation

/// What the daemon is told at its start.
public struct DaemonSettings: Sendable {
    /// The endpoints, in the order in which they are filled.
    ///
    /// At least one.
    public var endpoints: [EndpointSettings]
    /// When to try again, and when to give up.
    public var retry: RetryPolicy
    /// How long jobs that have ended are kept.
    ///
    /// Default for ever.
    public var retention: Retention
    /// How long a lease holds without renewal.
    ///
    /// Default 30 s.
    public var leaseTerm: Duration
    /// How often leases are renewed and other daemons looked after.
    ///
    /// Default a third of the lease.
    public var heartbeat: Duration { leaseTerm / 3 }
    /// The shortest time between two looks whether another process has written.
    ///
    /// Default 200 ms. A daemon whom the kernel tells of no write rests longer, up to 2 s (``LogWatch``).
    ///
    /// A look is a `PRAGMA data_version` and takes no lock.
    public var pollInterval: Duration
    /// What may be spent on a day over all endpoints that have prices; nil sets no bound.
    public var budget: Money?
    /// What amounts of money are called; nil where nobody says.
    public var currency: String?
    /// Who is told of the ends of jobs; nil where nobody is.
    public var hooks: HookSettings?

    /// Creates settings.
    public init(
        endpoints: [EndpointSettings], retry: RetryPolicy = RetryPolicy(), retention: Retention = .forever,
        leaseTerm: Duration = .seconds(30), pollInterval: Duration = .milliseconds(200)
    ) {
        self.endpoints = endpoints
        self.retry = retry
        self.retention = retention
        self.leaseTerm = leaseTerm
        self.pollInterval = pollInterval
    }
}
