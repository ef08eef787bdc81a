import GRDB
import Translation

/// The right to write to a segment.
///
/// It stands in the `WHERE` of every write of a worker, all three parts of it: when a job is removed, the number of its
/// last segment may be given to another, whose epoch begins anew; an attempt's number never comes twice.
public struct Lease: Sendable, Hashable {
    /// The daemon that holds it.
    public let owner: Int64
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
}
