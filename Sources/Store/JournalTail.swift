import Translation

/// Where a reader of a growing segment stands in the journal, so that it reads each chunk once.
public struct JournalTail: Sendable {
    /// What was read: an attempt's text as far as it came, and the number of its next row at the earliest.
    struct Place: Sendable {
        let attempt: Attempt.ID
        var next: Int64
        var transcript: Transcript
    }

    var place: Place?

    /// Begins anew.
    public init() {}
}
