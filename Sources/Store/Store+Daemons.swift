import GRDB
import Translation

extension Store {
    /// A process that has announced itself.
    public struct DaemonRecord: Sendable, Equatable {
        /// The number under which it holds its leases.
        public let id: Int64
        /// The process.
        public let identity: DaemonIdentity
        /// When it announced itself.
        public let startedAt: Timestamp
        /// When it last renewed its leases.
        public let heartbeatAt: Timestamp
    }

    /// Announces a daemon and its endpoints; its number stands in the leases that it takes.
    public func register(
        _ identity: DaemonIdentity, endpoints: [AnnouncedEndpoint] = [], now: Timestamp
    ) async throws -> Int64 {
        try await commits.perform { database in
            try Self.announce(endpoints, now: now, database)
            try Self.forgetSpending(before: now, database)
            return try Self.enter(identity, now: now, database)
        }
    }

    static func enter(_ identity: DaemonIdentity, now: Timestamp, _ database: Database) throws -> Int64 {
        try database.execute(
            literal: """
                INSERT INTO daemons (host, boot_id, pid_namespace, pid, process_started, version, started_at,
                    heartbeat_at)
                VALUES (\(identity.host), \(identity.bootID), \(identity.pidNamespace), \(identity.pid),
                    \(identity.processStarted), \(identity.version), \(now.milliseconds), \(now.milliseconds))
                """)
        return database.lastInsertedRowID
    }

    /// Gives back what a daemon still holds and strikes it off.
    public func unregister(_ daemon: Int64, now: Timestamp) async throws {
        try await withCommitTimes { try Self.strikeOff(daemon, outcome: .stopped, now: now, $0) }
    }

    /// Renews the leases of a daemon.
    ///
    /// - Returns: Whether the daemon is still known; false where another one took it for dead.
    public func beat(_ daemon: Int64, now: Timestamp) async throws -> Bool {
        try await withCommitTimes { try Self.beat(daemon, now: now, $0) }
    }

    /// Does something that has to be committed anyway, and writes down in the same transaction how long commits took.
    private func withCommitTimes<T: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> T
    ) async throws -> T {
        let times = commits.times
        let result = try await commits.perform { database in
            try times.commits.add(to: .commits, sum: .commitSum, database)
            try times.chunks.add(to: .chunkCommits, sum: .chunkCommitSum, database)
            return try work(database)
        }
        commits.forget(times)
        return result
    }

    /// Takes back what dead daemons held: at once where the process is known to be gone, else when its lease expired.
    ///
    /// - Parameters:
    ///   - daemon: Who asks, and is not looked at.
    ///   - leaseTerm: How long a lease holds without renewal.
    ///   - liveness: Tells whether a process lives.
    /// - Returns: How many daemons were struck off or lost their leases.
    @discardableResult
    public func rescue(
        by daemon: Int64? = nil, leaseTerm: Duration, now: Timestamp,
        liveness: @escaping @Sendable (DaemonIdentity) -> Liveness
    ) async throws -> Int {
        try await commits.perform { database in
            try Self.daemons(database).filter { $0.id != daemon }.count { record in
                try Self.rescue(record, leaseTerm: leaseTerm, now: now, liveness: liveness, database)
            }
        }
    }

    /// - Returns: Whether it was struck off or lost its leases.
    static func rescue(
        _ record: DaemonRecord, leaseTerm: Duration, now: Timestamp, liveness: (DaemonIdentity) -> Liveness,
        _ database: Database
    ) throws -> Bool {
        let hasExpired = record.heartbeatAt + leaseTerm < now
        switch liveness(record.identity) {
        case .dead: try strikeOff(record.id, outcome: .crashed, now: now, database)
        case .unknown where hasExpired: try strikeOff(record.id, outcome: .crashed, now: now, database)
        case .alive where hasExpired, .hidden where hasExpired:
            // Stopped, starved or idle: it may come back, and finds its leases gone.
            let jobs = try foldRunning(of: .daemon(record.id), into: .pending, outcome: .crashed, now: now, database)
            for job in jobs { try refresh(job, database) }
            return !jobs.isEmpty
        case .alive, .hidden, .unknown: return false
        }
        return true
    }

    /// The leases that a daemon holds; what is missing here was taken from it.
    public func leases(of daemon: Int64) async throws -> Set<Lease> {
        try await commits.perform { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT id, lease_epoch, attempt_id FROM segments WHERE lease_owner = ?",
                arguments: [daemon])
            return Set(rows.map { Lease(owner: daemon, segment: $0[0], epoch: $0[1], attempt: $0[2]) })
        }
    }

    /// A number that changes when another process has written; reading it costs no transaction.
    ///
    /// Source: SQLite, “PRAGMA data_version”.
    public func dataVersion() async throws -> Int {
        do {
            return try await database.writeWithoutTransaction {
                try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0
            }
        } catch { throw StoreError.from(error, path: path) }
    }

    /// Whether there is a job that a daemon has begun or might begin.
    public func hasOpenJobs() async throws -> Bool {
        try await read { try Self.openJobs($0, now: nil).all > 0 }
    }

    /// The latest time at which a daemon was known to live, or had no reason to say so: one that has nothing to do writes
    /// nothing, and one that has says so with every beat.
    public func lastSign(of daemon: DaemonRecord, now: Timestamp) async throws -> Timestamp {
        guard daemon.identity.isVisible else { return daemon.heartbeatAt }
        return try await read { database in
            let open = try Self.openJobs(database, now: now)
            guard open.all > 0 || open.areOverdue else { return now }
            guard !open.areBegun, !open.areOverdue else { return daemon.heartbeatAt }
            // What has just come, it need not have seen yet.
            let newest = try Int64.fetchOne(database, sql: "SELECT created_at FROM jobs ORDER BY id DESC LIMIT 1")
            return max(daemon.heartbeatAt, Timestamp(milliseconds: newest ?? 0))
        }
    }

    /// The jobs that a daemon may work on, whether some are begun, and whether some wait long after their time.
    private static func openJobs(
        _ database: Database, now: Timestamp?
    ) throws -> (all: Int, areBegun: Bool, areOverdue: Bool) {
        let counts = try Row.fetchAll(
            database, sql: "SELECT state, jobs FROM job_counts WHERE state IN ('queued', 'running') AND jobs > 0")
        let areOverdue = try now.map { now in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM jobs INDEXED BY jobs_due
                        WHERE state = 'waiting' AND not_before < ?)
                    """, arguments: [now.milliseconds - 30_000]) ?? false
        }
        return (
            counts.reduce(0) { $0 + ($1[1] as Int) }, counts.contains { $0[0] == "running" }, areOverdue ?? false
        )
    }

    /// All daemons that have announced themselves and were not struck off.
    public func daemons() async throws -> [DaemonRecord] {
        try await read { try Self.daemons($0) }
    }

    static func strikeOff(
        _ daemon: Int64, outcome: Attempt.Outcome, now: Timestamp, _ database: Database
    ) throws {
        let jobs = try foldRunning(of: .daemon(daemon), into: .pending, outcome: outcome, now: now, database)
        for job in jobs { try refresh(job, database) }
        try database.execute(literal: "DELETE FROM daemons WHERE id = \(daemon)")
    }

    static func daemons(_ database: Database) throws -> [DaemonRecord] {
        try Row.fetchAll(database, sql: "SELECT * FROM daemons ORDER BY id").map { row in
            DaemonRecord(
                id: row["id"],
                identity: DaemonIdentity(
                    host: row["host"], bootID: row["boot_id"], pidNamespace: row["pid_namespace"], pid: row["pid"],
                    processStarted: row["process_started"], version: row["version"]),
                startedAt: Timestamp(milliseconds: row["started_at"]),
                heartbeatAt: Timestamp(milliseconds: row["heartbeat_at"]))
        }
    }
}

extension Store {
    /// What SQLite finds wrong with the file; nothing where it is sound (`PRAGMA quick_check`).
    public func integrityProblems() async throws -> [String] {
        try await read { database in
            try String.fetchAll(database, sql: "PRAGMA quick_check(5)").filter { $0 != "ok" }
        }
    }
}
