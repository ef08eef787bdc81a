import Foundation
import GRDB
import Translation

extension Store {
    /// An endpoint as a daemon announces it.
    public struct AnnouncedEndpoint: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// A digest of its address; 32 bytes.
        ///
        /// The address itself may hold what is nobody's business.
        public let address: Data

        /// Announces an endpoint at a base URL.
        public init(name: String, baseURL: String) {
            self.name = name
            address = Digest.sha256(baseURL)
        }
    }

    /// Whether a request may go to an endpoint.
    enum Entrance {
        case open
        /// One may, to ask whether the gate can be opened; so many answers in a row have closed it.
        case probe(failures: Int)
        case closed
    }

    /// A condition on `gates`: no request is on its way to ask there.
    static let hasNoProbe = """
        NOT EXISTS (SELECT 1 FROM attempts WHERE attempts.id = gates.probe AND ended_at IS NULL)
        """

    /// The closed gates, and the endpoints that a daemon has configured.
    public func gates() async throws -> Gates {
        try await read { try Self.gates($0) }
    }

    /// What the refusals of each endpoint have taught.
    public func lessons() async throws -> [String: Set<Lesson>] {
        try await read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT name, lessons FROM endpoints WHERE position IS NOT NULL")
            return try Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, try Self.decodeLessons($0[1])) })
        }
    }

    /// How many open jobs name an endpoint that no daemon has configured, by its name: nobody will ever take them up.
    public func strandedJobs() async throws -> [String: Int] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT endpoint, sum(jobs) FROM job_counts
                    WHERE state IN ('queued', 'running', 'waiting') AND jobs > 0 AND endpoint <> ''
                        AND endpoint NOT IN (SELECT name FROM endpoints WHERE position IS NOT NULL)
                    GROUP BY endpoint
                    """)
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
        }
    }

    /// Lets the next request ask at a closed gate at once: something was mended.
    ///
    /// - Returns: Whether there was a closed gate.
    @discardableResult
    public func askSoon(at endpoint: String, now: Timestamp) async throws -> Bool {
        try await write { database in
            try database.execute(
                literal: """
                    UPDATE gates SET opens_at = min(opens_at, \(now.milliseconds))
                    WHERE endpoint = \(endpoint) AND reason <> 'budget'
                    """)
            return database.changesCount == 1
        }
    }

    /// Notes what a daemon that runs has configured from now on.
    public func announce(_ endpoints: [AnnouncedEndpoint], by daemon: Int64, now: Timestamp) async throws {
        try await commits.perform { try Self.announce(endpoints, by: daemon, now: now, $0) }
    }

    /// An attempt that was sent to probe a gate was answered: the gate opens.
    ///
    /// - Returns: Whether it was closed.
    public func open(_ endpoint: String, probe: Attempt.ID) async throws -> Bool {
        try await commits.perform { try Self.open(endpoint, probe: probe, $0) }
    }

    // MARK: - Parts of transactions

    /// Notes what a daemon has configured; what was learnt of an endpoint at another address is forgotten.
    ///
    /// Gates that only a person can open may be probed at once: perhaps one has. Other endpoints are forgotten only
    /// where no other daemon could have them.
    ///
    /// - Parameter daemon: Whose they are; nil for one that has no number yet.
    static func announce(
        _ endpoints: [AnnouncedEndpoint], by daemon: Int64? = nil, now: Timestamp, _ database: Database
    ) throws {
        let isAlone =
            try Bool.fetchOne(
                database, sql: "SELECT NOT EXISTS (SELECT 1 FROM daemons WHERE id IS NOT ?)", arguments: [daemon])
            ?? true
        if isAlone { try database.execute(sql: "UPDATE endpoints SET position = NULL") }
        for (position, endpoint) in endpoints.enumerated() {
            try database.execute(
                literal: """
                    DELETE FROM gates WHERE endpoint = \(endpoint.name) AND EXISTS (
                        SELECT 1 FROM endpoints WHERE name = \(endpoint.name) AND address <> \(endpoint.address))
                    """)
            try database.execute(
                literal: """
                    INSERT INTO endpoints (name, address, position)
                    VALUES (\(endpoint.name), \(endpoint.address), \(position))
                    ON CONFLICT DO UPDATE SET position = excluded.position,
                        lessons = CASE WHEN address = excluded.address THEN lessons ELSE '[]' END,
                        address = excluded.address
                    """)
            try database.execute(
                literal: """
                    UPDATE gates SET opens_at = min(opens_at, \(now.milliseconds))
                    WHERE endpoint = \(endpoint.name) AND reason IN ('unauthorized', 'payment_required')
                    """)
        }
        // Before an endpoint that nobody has configured nobody waits.
        if isAlone, !endpoints.isEmpty {
            try database.execute(
                sql: "DELETE FROM gates WHERE endpoint NOT IN (SELECT name FROM endpoints WHERE position IS NOT NULL)")
        }
    }

    static func entrance(to endpoint: String, now: Timestamp, _ database: Database) throws -> Entrance {
        let statement = try database.cachedStatement(
            sql: "SELECT opens_at, failures, \(hasNoProbe) FROM gates WHERE endpoint = ?")
        guard let row = try Row.fetchOne(statement, arguments: [endpoint]) else { return .open }
        let isDue = (row[0] as Int64) <= now.milliseconds
        return isDue && row[2] ? .probe(failures: row[1]) : .closed
    }

    static func send(_ attempt: Attempt.ID, toProbe endpoint: String, _ database: Database) throws {
        try database.execute(literal: "UPDATE gates SET probe = \(attempt) WHERE endpoint = \(endpoint)")
    }

    static func open(_ endpoint: String, probe: Attempt.ID, _ database: Database) throws -> Bool {
        try database.execute(literal: "DELETE FROM gates WHERE endpoint = \(endpoint) AND probe = \(probe)")
        return database.changesCount == 1
    }

    /// Takes note of what an attempt has shown of its endpoint.
    ///
    /// - Returns: Whether there is something to tell: a gate has closed that was open before, or is now one that only
    ///   a person can open.
    static func note(_ news: EndpointNews, at endpoint: String, by attempt: Attempt.ID, _ database: Database) throws
        -> Bool
    {
        switch news {
        case .answers:
            _ = try open(endpoint, probe: attempt, database)
            return false
        case .taught(let lesson):
            let lessons = try lessons(of: endpoint, database).union([lesson])
            let json = String(
                decoding: try JSONEncoder().encode(lessons.sorted { $0.rawValue < $1.rawValue }), as: UTF8.self)
            try database.execute(literal: "UPDATE endpoints SET lessons = \(json) WHERE name = \(endpoint)")
            _ = try open(endpoint, probe: attempt, database)
            return false
        case .closed(let gate): return try close(gate, by: attempt, database)
        }
    }

    /// Of several streams that are refused at the same time the first closes the gate; the others count for nothing,
    /// unless the endpoint told them a later time.
    private static func close(_ gate: Gate, by attempt: Attempt.ID, _ database: Database) throws -> Bool {
        let before = try String.fetchOne(
            database, sql: "SELECT reason FROM gates WHERE endpoint = ?", arguments: [gate.endpoint]
        ).flatMap(Gate.Reason.init)
        // A stream that breaks off late must not hide that the key is wrong: only the one that asked knows better. Nor
        // does anything of the kind open a budget before its day ends.
        let keeps: SQL =
            before == .budget && !gate.reason.needsPerson
            ? "TRUE" : before?.needsPerson == true && !gate.reason.needsPerson ? "probe IS NOT \(attempt)" : "FALSE"
        try database.execute(
            literal: """
                INSERT INTO gates (endpoint, reason, message, http_status, closed_at, opens_at, failures)
                VALUES (\(gate.endpoint), \(gate.reason.rawValue), \(gate.message), \(gate.httpStatus),
                    \(gate.closedAt.milliseconds), \(gate.opensAt.milliseconds), \(gate.failures))
                ON CONFLICT DO UPDATE SET
                    reason = CASE WHEN \(keeps) THEN reason ELSE excluded.reason END,
                    message = CASE WHEN \(keeps) THEN message ELSE excluded.message END,
                    http_status = CASE WHEN \(keeps) THEN http_status ELSE excluded.http_status END,
                    opens_at = CASE WHEN probe = \(attempt) THEN excluded.opens_at
                               ELSE max(opens_at, excluded.opens_at) END,
                    failures = CASE WHEN probe = \(attempt) THEN excluded.failures
                               ELSE max(failures, excluded.failures) END
                """)
        return before == nil || gate.reason.needsPerson && before?.needsPerson == false
    }

    static func gates(_ database: Database) throws -> Gates {
        let closed = try Row.fetchAll(database, sql: "SELECT * FROM gates ORDER BY endpoint").map { row in
            Gate(
                endpoint: row["endpoint"], reason: Gate.Reason(rawValue: row["reason"]) ?? .unreachable,
                message: row["message"], httpStatus: row["http_status"],
                closedAt: Timestamp(milliseconds: row["closed_at"]),
                opensAt: Timestamp(milliseconds: row["opens_at"]), failures: row["failures"])
        }
        let endpoints = try String.fetchAll(
            database, sql: "SELECT name FROM endpoints WHERE position IS NOT NULL ORDER BY position")
        return Gates(closed: closed, endpoints: endpoints)
    }

    static func lessons(of endpoint: String, _ database: Database) throws -> Set<Lesson> {
        let statement = try database.cachedStatement(sql: "SELECT lessons FROM endpoints WHERE name = ?")
        return try String.fetchOne(statement, arguments: [endpoint]).map(decodeLessons) ?? []
    }

    private static func decodeLessons(_ json: String) throws -> Set<Lesson> {
        // A newer version may have learnt what this one does not know.
        Set(try JSONDecoder().decode([String].self, from: Data(json.utf8)).compactMap(Lesson.init(rawValue:)))
    }
}
