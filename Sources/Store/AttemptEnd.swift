import GRDB
import Translation

/// An attempt that has just ended, as it is counted.
struct AttemptEnd {
    /// What counting needs of the attempt's row.
    static let columns = "endpoint, prefix_characters, started_at, first_text_at"

    private let endpoint: String
    private let prefixCharacters: Int
    private let untilFirstText: Duration?
    private let outcome: Attempt.Outcome
    private let interruption: String?
    private let report: AttemptReport

    /// - Parameters:
    ///   - row: The attempt's ``columns``.
    ///   - failure: Why its job has failed, where it has.
    init(_ row: Row, _ outcome: Attempt.Outcome, failure: JobFailure? = nil, _ report: AttemptReport) {
        endpoint = row["endpoint"]
        prefixCharacters = row["prefix_characters"]
        untilFirstText = (row["first_text_at"] as Int64?).map { .milliseconds($0 - (row["started_at"] as Int64)) }
        self.outcome = outcome
        self.report = report
        interruption = outcome == .completed ? nil : report.interruption?.rawValue ?? failure?.kind ?? outcome.rawValue
    }

    /// Adds it to what is counted.
    func count(_ database: Database) throws {
        try Counter.requests.add(1, endpoint: endpoint, label: outcome.rawValue, database)
        if let interruption { try Counter.interruptions.add(1, endpoint: endpoint, label: interruption, database) }
        try Counter.chunks.add(report.chunks, endpoint: endpoint, database)
        try Counter.characters.add(report.characters, endpoint: endpoint, database)
        try Counter.promptTokens.add(report.promptTokens ?? 0, endpoint: endpoint, database)
        try Counter.completionTokens.add(report.completionTokens ?? 0, endpoint: endpoint, database)
        try Counter.charactersSentBack.add(prefixCharacters, endpoint: endpoint, database)
        if let untilFirstText {
            var times = DurationHistogram.firstText
            times.observe(untilFirstText)
            try times.add(to: .firstText, sum: .firstTextSum, endpoint: endpoint, database)
        }
    }
}
