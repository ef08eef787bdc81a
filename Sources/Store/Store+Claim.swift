import Foundation
import GRDB
import Translation

extension Store {
    /// Claims as many segments as the endpoint has places.
    ///
    /// Higher priority goes first, then the smaller job (``SizeClass``), the older one, and the order of the document;
    /// every fourth attempt goes to the oldest job, however large it is.
    ///
    /// Before a closed gate none is claimed; when its time has come, one, and no other until that one has ended.
    /// Segments and jobs whose time has come are made claimable in the same transaction.
    ///
    /// - Throws: ``UnknownDaemon`` where another daemon took this one for dead; or ``StoreError``.
    public func claim(_ capacity: Capacity, for daemon: Int64, now: Timestamp) async throws -> [ClaimedSegment] {
        try await commits.perform { database in
            guard
                try Bool.fetchOne(
                    database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM daemons WHERE id = ?)"),
                    arguments: [daemon])
                    == true
            else { throw UnknownDaemon() }
            try Self.promoteDue(now: now, database)
            let entrance = try Self.entrance(to: capacity.endpoint, now: now, database)
            var free = capacity.free
            switch entrance {
            case .closed: return []
            case .probe: free = min(1, free)
            case .open: break
            }
            let claim = try Claim(capacity, entrance, daemon: daemon, now: now, database)
            let claimed = try claim.segments(limit: free, database)
            guard !claimed.isEmpty else { return [] }
            if case .probe = entrance, let probe = claimed.first {
                try Self.send(probe.lease.attempt, toProbe: capacity.endpoint, database)
            }
            try Self.beat(daemon, now: now, database)
            return claimed.sorted { ($0.job, $0.position) < ($1.job, $1.position) }
        }
    }

    /// A daemon that has been struck off.
    public struct UnknownDaemon: Error {}

    /// When the next waiting segment or job is due, or a gate may be probed; nil where none waits.
    public func nextDue() async throws -> Timestamp? {
        try await read { database in
            let times = try Int64.fetchAll(
                database,
                sql: """
                    SELECT * FROM (SELECT not_before FROM segments WHERE state = 'waiting' AND not_before IS NOT NULL
                                   ORDER BY not_before LIMIT 1)
                    UNION ALL
                    SELECT * FROM (SELECT not_before FROM jobs INDEXED BY jobs_due
                                   WHERE state = 'waiting' AND not_before IS NOT NULL ORDER BY not_before LIMIT 1)
                    UNION ALL
                    SELECT opens_at FROM gates WHERE \(Self.hasNoProbe) AND EXISTS (
                        SELECT 1 FROM segments WHERE state = 'pending' AND segments.endpoint IN (gates.endpoint, ''))
                    """)
            return times.min().map(Timestamp.init(milliseconds:))
        }
    }

    private static func promoteDue(now: Timestamp, _ database: Database) throws {
        try database.run(
            """
            UPDATE segments SET state = 'pending', not_before = NULL, wait_reason = NULL
            WHERE state = 'waiting' AND not_before <= \(now.milliseconds)
            """)
        try database.run(
            """
            UPDATE jobs INDEXED BY jobs_due SET state = 'queued', not_before = NULL, wait_reason = NULL
            WHERE state = 'waiting' AND not_before <= \(now.milliseconds)
            """)
    }

    static func decodeGlossary(_ json: String) throws -> Glossary {
        Glossary(terms: try JSONDecoder().decode([Glossary.Term].self, from: Data(json.utf8)))
    }

    /// Renews the daemon's leases; false where it is no longer known.
    @discardableResult
    static func beat(_ daemon: Int64, now: Timestamp, _ database: Database) throws -> Bool {
        try database.run(
            "UPDATE daemons SET heartbeat_at = \(now.milliseconds) WHERE id = \(daemon)")
        return database.changesCount == 1
    }
}
