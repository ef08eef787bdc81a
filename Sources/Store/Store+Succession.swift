import GRDB
import Synchronization
import Translation

extension Store {
    /// What a daemon has from those that died before it: leases of theirs, whose text still lies in the journal.
    ///
    /// It is settled in portions, so that a thousand streams that a crash broke off do not all wait for the last of them.
    public final class Inheritance: Sendable {
        private struct Rest {
            /// Those first that are claimed first.
            var attempts: ArraySlice<Attempt.ID>
            var journal: [Attempt.ID: [String]]
        }

        /// How many daemons it has come from, and how many others were found to have lost their leases.
        public let predecessors: Int
        fileprivate let heir: Int64
        private let rest: Mutex<Rest>

        fileprivate init(
            predecessors: Int, heir: Int64, attempts: [Attempt.ID], journal: [Attempt.ID: [String]]
        ) {
            self.predecessors = predecessors
            self.heir = heir
            rest = Mutex(Rest(attempts: attempts[...], journal: journal))
        }

        /// Whether all of it is settled.
        public var isSettled: Bool { rest.withLock { $0.attempts.isEmpty } }

        fileprivate func portion(_ limit: Int) -> (attempts: [Attempt.ID], journal: [Attempt.ID: [String]]) {
            rest.withLock { rest in
                let portion = Array(rest.attempts.prefix(limit))
                rest.attempts = rest.attempts.dropFirst(limit)
                return (
                    portion,
                    portion.reduce(into: [:]) { $0[$1] = rest.journal.removeValue(forKey: $1) }
                )
            }
        }
    }

    /// Announces a daemon in the place of those that have died: it holds their leases as its own, and is to settle them.
    ///
    /// Whatever becomes of it meanwhile, the leases have an owner, and the journal is as it was.
    /// - Parameters:
    ///   - leaseTerm: How long a lease holds without renewal.
    ///   - liveness: Tells whether a process lives.
    /// - Returns: The daemon's number, and what it has to settle with ``settle(_:atMost:now:)``.
    public func register(
        _ identity: DaemonIdentity, endpoints: [AnnouncedEndpoint], leaseTerm: Duration, now: Timestamp,
        liveness: @escaping @Sendable (DaemonIdentity) -> Liveness
    ) async throws -> (daemon: Int64, inheritance: Inheritance) {
        try await commits.perform { database in
            var (dead, predecessors): ([Int64], Int) = ([], 0)
            for record in try Self.daemons(database) {
                if liveness(record.identity) == .dead {
                    dead.append(record.id)
                } else if try Self.rescue(record, leaseTerm: leaseTerm, now: now, liveness: liveness, database) {
                    predecessors += 1
                }
            }
            let daemon = try Self.enter(identity, now: now, database)
            for predecessor in dead {
                try database.run(
                    """
                    UPDATE segments SET lease_owner = \(daemon), lease_epoch = lease_epoch + 1
                    WHERE lease_owner = \(predecessor)
                    """)
                try database.run("DELETE FROM daemons WHERE id = \(predecessor)")
            }
            // An endpoint that nobody alive has configured is forgotten with the announcement.
            try Self.announce(endpoints, by: daemon, now: now, database)
            try Self.forgetSpending(before: now, database)
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT attempts.id, attempts.journal_start FROM segments
                    JOIN attempts ON attempts.id = segments.attempt_id
                    WHERE segments.lease_owner = ? ORDER BY priority DESC, size_class, segments.job_id, position
                    """, arguments: [daemon])
            let attempts: [Attempt.ID] = rows.map { $0[0] }
            let journal = try Self.journal(of: Set(attempts), from: rows.map { $0[1] }.min() ?? 0, database)
            let inheritance = Inheritance(
                predecessors: predecessors + dead.count, heir: daemon, attempts: attempts, journal: journal)
            return (daemon, inheritance)
        }
    }

    /// Settles a portion of what a daemon has inherited: what the journal holds is joined to what was settled, and the
    /// segments can be claimed.
    ///
    /// What somebody has paused, cancelled or removed since then is not in it any more.
    public func settle(_ inheritance: Inheritance, atMost limit: Int, now: Timestamp) async throws {
        let (heir, portion) = (inheritance.heir, inheritance.portion(limit))
        guard !portion.attempts.isEmpty else { return }
        try await commits.perform { database in
            let jobs = try Self.foldRunning(
                of: .attempts(portion.attempts, heir), into: .pending, outcome: .crashed, journal: portion.journal,
                now: now, database)
            for job in jobs { try Self.refresh(job, database) }
        }
    }
}
