import GRDB
import Translation

/// What was spent, and what a budget makes of it.
extension Store {
    /// What a look at the budget has changed.
    public enum BudgetNews: Sendable, Equatable {
        /// An endpoint is left alone until the day ends.
        case closed(Gate)
        /// An endpoint may be asked again.
        case opened(endpoint: String)
    }

    /// What was spent on a day, by endpoint.
    ///
    /// - Parameter day: From one local midnight up to the next.
    public func spent(on day: Range<Timestamp>) async throws -> [String: Money] {
        try await read { try Self.spent(on: day, $0) }
    }

    /// Closes the gates of endpoints whose budget is spent until the day ends, and opens those whose is not.
    ///
    /// Streams that run are let through to their end: what is spent beyond the budget is at most what they cost.
    ///
    /// - Returns: What has changed by that; nothing where all is as it was.
    public func enforce(_ budget: Budget, on day: Range<Timestamp>, now: Timestamp) async throws -> [BudgetNews] {
        try await commits.perform { database in
            let spent = try Self.spent(on: day, database)
            return try budget.endpoints.compactMap { endpoint in
                guard let reason = budget.exhaustion(of: endpoint, spent: spent) else {
                    try database.execute(
                        literal: "DELETE FROM gates WHERE endpoint = \(endpoint.name) AND reason = 'budget'")
                    return database.changesCount > 0 ? .opened(endpoint: endpoint.name) : nil
                }
                let gate = Gate(
                    endpoint: endpoint.name, reason: .budget, message: reason, closedAt: now, opensAt: day.upperBound,
                    failures: 1)
                return try Self.closeForBudget(gate, database) ? .closed(gate) : nil
            }
        }
    }

    /// - Returns: Whether it was not closed for this reason before.
    private static func closeForBudget(_ gate: Gate, _ database: Database) throws -> Bool {
        let before = try String.fetchOne(
            database, sql: "SELECT reason FROM gates WHERE endpoint = ?", arguments: [gate.endpoint])
        // A key that is wrong is still to be mended, and lets nothing through either.
        if let before, Gate.Reason(rawValue: before)?.needsPerson == true { return false }
        // The answer to a request that was sent to probe opens nothing here.
        try database.execute(
            literal: """
                INSERT INTO gates (endpoint, reason, message, closed_at, opens_at, failures)
                VALUES (\(gate.endpoint), 'budget', \(gate.message), \(gate.closedAt.milliseconds),
                    \(gate.opensAt.milliseconds), 1)
                ON CONFLICT DO UPDATE SET reason = excluded.reason, message = excluded.message, http_status = NULL,
                    closed_at = CASE WHEN reason = 'budget' THEN closed_at ELSE excluded.closed_at END,
                    opens_at = excluded.opens_at, failures = 1, probe = NULL
                WHERE reason <> 'budget' OR message <> excluded.message OR opens_at <> excluded.opens_at
                """)
        return before != Gate.Reason.budget.rawValue
    }

    private static func spent(on day: Range<Timestamp>, _ database: Database) throws -> [String: Money] {
        let statement = try database.cachedStatement(
            sql: "SELECT endpoint, sum(cost) FROM spending WHERE quarter >= ? AND quarter < ? GROUP BY endpoint")
        let rows = try Row.fetchAll(statement, arguments: [quarter(of: day.lowerBound), quarter(of: day.upperBound)])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], Money(millionths: $0[1])) })
    }

    /// The quarter of an hour in which something falls, since 1970 in UTC.
    static func quarter(of instant: Timestamp) -> Int64 { instant.milliseconds / 900_000 }

    /// Forgets what was spent longer ago than anybody asks for: two months.
    static func forgetSpending(before now: Timestamp, _ database: Database) throws {
        try database.execute(
            literal: "DELETE FROM spending WHERE quarter < \(quarter(of: now) - 62 * 96)")
    }
}
