import Store
import Translation

/// What is said of a job that has cost what it may cost.
enum CeilingText {
    /// Behind “paused”, in a list.
    static func reason(_ job: Job) -> String? {
        guard job.isPausedByCost, let cost = job.cost, let ceiling = job.maxCost else { return nil }
        return "its cost, \(cost.amount.text), has reached its ceiling of \(ceiling.text)"
    }

    /// What a person can do.
    static func advice(_ job: Job) -> String? {
        guard job.isPausedByCost, let cost = job.cost, let ceiling = job.maxCost else { return nil }
        return advice("resume", job.id, max(cost.amount, ceiling))
    }

    /// Why it cannot go on.
    static func refusal(_ id: Job.ID, _ action: JobAction, cost: Money, ceiling: Money) -> CommandFailure {
        CommandFailure(
            exit: .failure,
            message: "job \(id) has cost \(cost.text), and its ceiling is \(ceiling.text)",
            hint: advice(action == .resume ? "resume" : "retry", id, max(cost, ceiling)))
    }

    /// - Parameter reached: What is no room any more; streams that finished may have gone beyond the ceiling.
    private static func advice(_ verb: String, _ id: Job.ID, _ reached: Money) -> String {
        let twice = Money(millionths: reached.millionths * 2)
        return "tolmach \(verb) \(id) --max-cost \(twice.text) lets it go on up to that."
    }
}
