import Engine
import Store
import Translation

/// Waits until jobs have ended.
struct JobWait {
    let store: Store
    let ids: [Job.ID]
    var timeout: Duration?

    /// Returns when all have completed.
    ///
    /// - Throws: ``CommandFailure`` with exit code 1 where one failed, was cancelled, or the time ran out, or where all
    ///   that are left have reached their ceilings, which only a person can raise; 3 where there is no such job.
    func run() async throws {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        var open = ids
        var unsuccessful: [Job] = []
        var notice = GateNotice()
        for try await _ in DatabaseChanges(store: store, deadline: deadline) {
            var left: [Job.ID] = []
            var atCeiling: [Job] = []
            for id in open {
                guard let job = try await store.job(id) else { throw CommandFailure.noSuchJob(id) }
                guard job.state.name.isFinal else {
                    left.append(id)
                    if job.isPausedByCost { atCeiling.append(job) }
                    try await notice.look(at: job, store)
                    continue
                }
                if job.state.name != .completed { unsuccessful.append(job) }
            }
            open = left
            if open.isEmpty { break }
            if let first = atCeiling.first, atCeiling.count == open.count { throw Self.ceiling(first) }
        }
        if !open.isEmpty {
            throw CommandFailure(
                exit: .failure, message: "\(HumanText.count(open.count, "job")) still open after the time-out",
                hint: "tolmach status tells how far they are.")
        }
        guard let first = unsuccessful.first else { return }
        throw CommandFailure(exit: .failure, message: JobText.ending(first), hint: "tolmach show \(first.id)")
    }

    private static func ceiling(_ job: Job) -> CommandFailure {
        CommandFailure(
            exit: .failure, message: "job \(job.id) is \(JobText.plainState(job, now: TimeSource.system.now()))",
            hint: CeilingText.advice(job))
    }
}
