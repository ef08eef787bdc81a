import GRDB
import Translation

/// The right to write to a segment.
///
/// It stands in the `WHERE` of every write of a worker, all three parts of it: when a job is removed, the number of its
/// last segment may be given to another, whose epoch begins anew; an attempt's number never comes twice.
public struct Lease: Sendable, Hashable {
    /// The segment.
    public let segment: Segment.ID
    /// Grows each time the segment changes hands; an older epoch writes nothing.
    public let epoch: Int64
    /// The attempt that runs under this lease.
    public let attempt: Attempt.ID
}

/// A chunk on its way into the journal.
struct JournalChunk: Sendable {
    let lease: Lease
    let text: String
    /// Set on the first chunk of an attempt: when it came.
    let firstTextAt: Timestamp?
    /// When it came off the network, as far as that is told.
    var arrival: ContinuousClock.Instant?

    /// Writes the row, and returns whether the lease allowed it.
    func insert(_ database: Database) throws -> Bool {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO journal (attempt_id, text)
                SELECT ?1, ?2 WHERE EXISTS (
                    SELECT 1 FROM segments WHERE id = ?3 AND lease_epoch = ?4 AND attempt_id = ?1)
                """)
        try insert.execute(arguments: [lease.attempt, text, lease.segment, lease.epoch])
        guard database.changesCount == 1 else { return false }
        if let firstTextAt {
            try database.execute(
                sql: "UPDATE attempts SET first_text_at = ? WHERE id = ?",
                arguments: [firstTextAt.milliseconds, lease.attempt])
        }
        return true
    }
}
