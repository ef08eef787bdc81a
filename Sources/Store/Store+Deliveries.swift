import GRDB
import Translation

/// The outbox: ends of jobs that are to be told, and were.
extension Store {
    /// What became of a try to tell.
    public enum DeliveryResult: Sendable, Equatable {
        /// It was heard.
        case delivered
        /// It is tried again.
        case again(notBefore: Timestamp, error: String)
        /// It is tried no more.
        case failed(error: String)
    }

    /// From now on, and as long as this daemon is there, these ends are told; a job that ended before is told no more than
    /// it was to be, and not at all over a channel that no daemon has any more.
    public func listen(
        for events: Set<Delivery.Event>, on channels: Set<Delivery.Channel>, by daemon: Int64, now: Timestamp
    ) async throws {
        try await commits.perform { database in
            try database.execute(literal: "DELETE FROM listeners WHERE daemon_id = \(daemon)")
            for channel in channels {
                for event in events {
                    try database.execute(
                        literal: """
                            INSERT INTO listeners (channel, event, daemon_id)
                            VALUES (\(channel.rawValue), \(event.rawValue), \(daemon))
                            """)
                }
            }
            try database.execute(
                literal: """
                    UPDATE deliveries SET state = 'failed', not_before = NULL, ended_at = \(now.milliseconds),
                        daemon_id = NULL, error = 'on_complete does not name it any more'
                    WHERE state = 'waiting' AND channel NOT IN (SELECT channel FROM listeners)
                    """)
        }
    }

    /// Takes what is due, and what nobody tells at the moment; it is this daemon's until it is settled, or until the
    /// daemon takes its leave or is dead.
    public func claimDeliveries(
        on channel: Delivery.Channel, limit: Int, for daemon: Int64, now: Timestamp
    ) async throws -> [Delivery] {
        try await commits.perform { database in
            try SQLRequest<Row>(
                literal: """
                    UPDATE deliveries SET daemon_id = \(daemon) WHERE id IN (
                        SELECT id FROM deliveries
                        WHERE state = 'waiting' AND not_before <= \(now.milliseconds) AND daemon_id IS NULL
                            AND channel = \(channel.rawValue)
                        ORDER BY not_before LIMIT \(limit))
                    RETURNING *
                    """
            ).fetchAll(database).map(Self.delivery).sorted { $0.id < $1.id }
        }
    }

    /// When the next is due that nobody tells at the moment; nil where nothing waits.
    public func nextDelivery(on channel: Delivery.Channel) async throws -> Timestamp? {
        try await read { database in
            try SQLRequest<Int64>(
                literal: """
                    SELECT not_before FROM deliveries
                    WHERE state = 'waiting' AND daemon_id IS NULL AND channel = \(channel.rawValue)
                    ORDER BY not_before LIMIT 1
                    """
            ).fetchOne(database).map(Timestamp.init(milliseconds:))
        }
    }

    /// Writes down what became of a try.
    ///
    /// - Returns: Whether it was written; false where the job was taken up again in between, or the daemon for dead.
    @discardableResult
    public func settle(
        _ delivery: Delivery.ID, as result: DeliveryResult, by daemon: Int64, now: Timestamp
    ) async throws -> Bool {
        let (state, notBefore, error): (String, Timestamp?, String?) =
            switch result {
            case .delivered: ("delivered", nil, nil)
            case .again(let notBefore, let error): ("waiting", notBefore, error)
            case .failed(let error): ("failed", nil, error)
            }
        return try await commits.perform { database in
            try database.execute(
                literal: """
                    UPDATE deliveries SET state = \(state), not_before = \(notBefore?.milliseconds), error = \(error),
                        ended_at = \(notBefore == nil ? now.milliseconds : nil), tries = tries + 1, daemon_id = NULL
                    WHERE id = \(delivery) AND daemon_id = \(daemon)
                    """)
            return database.changesCount == 1
        }
    }

    /// What is told of a job, oldest first.
    public func deliveries(of job: Job.ID) async throws -> [Delivery] {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM deliveries WHERE job_id = ? ORDER BY id", arguments: [job]
            ).map(Self.delivery)
        }
    }

    private static func delivery(_ row: Row) -> Delivery {
        let ended = Timestamp(milliseconds: row["ended_at"] ?? 0)
        let state: Delivery.State =
            switch row["state"] as String {
            case "delivered": .delivered(at: ended)
            case "failed": .failed(at: ended)
            default: .waiting(until: Timestamp(milliseconds: row["not_before"] ?? 0))
            }
        return Delivery(
            id: row["id"], job: row["job_id"], channel: Delivery.Channel(rawValue: row["channel"]) ?? .command,
            event: Delivery.Event(rawValue: row["event"]) ?? .completed, message: row["message"], state: state,
            tries: row["tries"], error: row["error"], createdAt: Timestamp(milliseconds: row["created_at"]))
    }
}
