import GRDB
import Translation

/// What an attempt that has just ended has cost, in the transaction that ends it.
struct Charge {
    /// What charging needs of the attempt's row.
    static let columns = "id, job_id, endpoint, price_prompt, price_completion"

    private let attempt: Attempt.ID
    private let job: Job.ID
    private let endpoint: String
    private let cost: Cost

    /// - Parameters:
    ///   - row: The attempt's ``columns``.
    ///   - usage: The tokens that are charged.
    /// - Returns: nil where its endpoint had no prices when it was asked.
    init?(_ row: Row, _ usage: Usage) {
        guard let prompt = row["price_prompt"] as Int64?, let completion = row["price_completion"] as Int64? else {
            return nil
        }
        attempt = row["id"]
        job = row["job_id"]
        endpoint = row["endpoint"]
        let prices = TokenPrices(prompt: Money(millionths: prompt), completion: Money(millionths: completion))
        cost = Cost(
            amount: prices.cost(prompt: usage.prompt, completion: usage.completion), isEstimated: usage.isEstimated)
    }

    /// Tokens of a request and its answer.
    struct Usage {
        let prompt: Int
        let completion: Int
        let isEstimated: Bool

        /// As the endpoint tells, else as they were estimated; nothing where it refused, or was not there.
        init(_ outcome: Attempt.Outcome, _ report: AttemptReport) {
            // Whoever hangs up has asked: that may be charged although no answer was seen.
            let isAnswered = report.chunks > 0 || report.httpStatus.map { (200..<300).contains($0) } ?? false
            let hungUp = [.stopped, .crashed, .withdrawn].contains(outcome) && report.httpStatus == nil
            let counts = isAnswered || hungUp
            prompt = report.promptTokens ?? (counts ? report.estimatedPromptTokens : 0)
            completion = report.completionTokens ?? (counts ? report.estimatedCompletionTokens : 0)
            isEstimated = counts && (report.promptTokens == nil || report.completionTokens == nil)
        }
    }

    /// Writes it down with the attempt, adds it to its job's, and to what was spent on this day.
    func book(now: Timestamp, _ database: Database) throws {
        try database.run(
            """
            UPDATE attempts SET cost = \(cost.amount.millionths), cost_estimated = \(cost.isEstimated)
            WHERE id = \(attempt)
            """)
        try database.run(
            """
            UPDATE jobs SET cost = coalesce(cost, 0) + \(cost.amount.millionths),
                cost_estimated = cost_estimated OR \(cost.isEstimated)
            WHERE id = \(job)
            """)
        guard cost.amount > .zero else { return }
        try database.run(
            """
            INSERT INTO spending (quarter, endpoint, cost)
            VALUES (\(Store.quarter(of: now)), \(endpoint), \(cost.amount.millionths))
            ON CONFLICT DO UPDATE SET cost = cost + excluded.cost
            """)
    }
}

extension AttemptReport {
    /// What a request without its worker is charged for, where nothing else is known: its text at four bytes a token, as
    /// ``Store/Tokens/saved``, and as much around it as instructions and surroundings mostly are.
    static func estimatedTokens(request bytes: Int) -> Int { 200 + Store.Tokens.saved(characters: bytes) }
}
