import GRDB
import Translation

/// What a person may ask of a job.
public enum JobAction: String, Sendable, CaseIterable {
    case cancel, pause, resume, retry
    /// As ``retry``, but segments that failed begin anew: for text that a model has spoilt.
    case retryAfresh

    /// The states in which it makes sense.
    var allowed: Set<JobStateName> {
        switch self {
        case .cancel: [.queued, .running, .waiting, .paused, .failed]
        case .pause: [.queued, .running, .waiting]
        case .resume: [.paused]
        case .retry, .retryAfresh: [.failed, .cancelled, .waiting]
        }
    }

    /// Whether the job is to be asked for again.
    var goesOn: Bool {
        switch self {
        case .cancel, .pause: false
        case .resume, .retry, .retryAfresh: true
        }
    }

    /// The states in which there is nothing left to do.
    var alreadyDone: Set<JobStateName> {
        switch self {
        case .cancel: [.cancelled]
        case .pause: [.paused]
        case .resume: [.queued, .running, .waiting]
        case .retry, .retryAfresh: [.queued, .running]
        }
    }
}

extension Store {
    /// What became of a person's wish.
    public enum ActionResult: Sendable, Equatable {
        /// It was done.
        case done
        /// The job was in that state already.
        case unchanged(JobStateName)
        /// The job's state does not allow it.
        case refused(JobStateName)
        /// Its cost has reached its ceiling, so it could not go on.
        case atCeiling(cost: Money, ceiling: Money)
        /// There is no such job.
        case noSuchJob
    }

    /// Does what a person asked, in one transaction; a daemon notices by itself.
    ///
    /// Text that was received is kept, but for what a retry gives up: what was found to be no translation, and with
    /// ``JobAction/retryAfresh`` all of the segments that failed.
    ///
    /// - Parameter maxCost: Another ceiling for the job's cost, of one that is to go on.
    public func apply(
        _ action: JobAction, to job: Job.ID, maxCost: Money? = nil, now: Timestamp
    ) async throws -> ActionResult {
        try await write { try Self.apply(action, to: job, maxCost: maxCost, now: now, $0) }
    }

    /// Does it to many jobs, in one transaction: a sync of the disk for all of them, not for each.
    ///
    /// - Returns: What became of each, in their order.
    public func apply(
        _ action: JobAction, to jobs: [Job.ID], maxCost: Money? = nil, now: Timestamp
    ) async throws -> [ActionResult] {
        try await write { database in
            try jobs.map { try Self.apply(action, to: $0, maxCost: maxCost, now: now, database) }
        }
    }

    private static func apply(
        _ action: JobAction, to job: Job.ID, maxCost: Money?, now: Timestamp, _ database: Database
    ) throws -> ActionResult {
        guard
            let name = try String.fetchOne(database, sql: "SELECT state FROM jobs WHERE id = ?", arguments: [job]),
            let state = JobStateName(rawValue: name)
        else { return .noSuchJob }
        if action.goesOn, action.allowed.contains(state),
            let reached = try reachedCeiling(of: job, as: maxCost, database)
        {
            return .atCeiling(cost: reached.cost, ceiling: reached.ceiling)
        }
        let hasNewCeiling = try maxCost.map { try setCeiling($0, of: job, database) } ?? false
        if action.alreadyDone.contains(state) {
            if hasNewCeiling { return .done }
            if state == .queued, action == .retry, try askSoon(for: job, now: now, database) { return .done }
            return .unchanged(state)
        }
        guard action.allowed.contains(state) else { return .refused(state) }
        switch action {
        case .cancel: try stop(job, as: .cancelled, now: now, database)
        case .pause: try stop(job, as: .paused, now: now, database)
        case .resume: try reopen(job, database)
        case .retry:
            try reopen(job, database)
            _ = try askSoon(for: job, now: now, database)
        case .retryAfresh:
            try database.execute(
                literal:
                    "UPDATE segments SET text = '' WHERE job_id = \(job) AND state <> 'done' AND state = 'failed'")
            try reopen(job, database)
            _ = try askSoon(for: job, now: now, database)
        }
        return .done
    }

    /// A person who wants a job tried again wants its endpoint asked now.
    private static func askSoon(for job: Job.ID, now: Timestamp, _ database: Database) throws -> Bool {
        try database.execute(
            literal: """
                UPDATE gates SET opens_at = \(now.milliseconds)
                WHERE opens_at > \(now.milliseconds) AND reason <> 'budget' AND endpoint = coalesce(
                    (SELECT endpoint FROM jobs WHERE id = \(job)), endpoint)
                """)
        return database.changesCount > 0
    }

    static func stop(
        _ job: Job.ID, as state: JobStateName, now: Timestamp, _ database: Database
    ) throws {
        try foldRunning(of: .job(job), into: .held, outcome: .withdrawn, now: now, database)
        try hold(job, database)
        // A cancelled job makes room for the same one to be added again.
        try database.execute(
            literal: """
                UPDATE jobs SET state = \(state.rawValue), not_before = NULL, wait_reason = NULL, error_kind = NULL,
                    error_message = NULL, error_hint = NULL, pause_reason = NULL,
                    finished_at = \(state.isFinal ? now.milliseconds : nil),
                    identity = CASE WHEN \(state.isFinal) THEN NULL ELSE identity END
                WHERE id = \(job)
                """)
    }

    private static func reopen(_ job: Job.ID, _ database: Database) throws {
        try database.execute(
            literal: """
                UPDATE segments SET state = 'pending', tries = 0, not_before = NULL, wait_reason = NULL, manner = NULL,
                    turned_down = 0, condemned = 0,
                    -- A text that was turned down is no beginning to go on from; one that merely broke off is.
                    text = CASE WHEN condemned THEN '' ELSE text END
                WHERE job_id = \(job) AND state <> 'done' AND state IN ('held', 'failed', 'waiting')
                """)
        try database.execute(
            literal: """
                UPDATE jobs SET state = 'queued', not_before = NULL, wait_reason = NULL, error_kind = NULL,
                    error_message = NULL, error_hint = NULL, finished_at = NULL, pause_reason = NULL
                WHERE id = \(job)
                """)
    }
}
