import Translation

/// What is said of a job in one line.
enum JobText {
    /// How it ended, or that it has not.
    static func ending(_ job: Job) -> String {
        switch job.state {
        case .failed(_, let failure): "job \(job.id) has failed: \(Output.label(failure.message))"
        default: "job \(job.id) is \(job.state.name.rawValue)"
        }
    }

    /// The state with what belongs to it, coloured.
    static func state(_ job: Job, now: Timestamp) -> String {
        switch job.state {
        case .queued: "queued"
        case .running: Style.cyan("running")
        case .waiting(let until, .endpoint) where until <= now: Style.yellow("waiting") + " for the endpoint"
        case .waiting(let until, let reason):
            Style.yellow(until > now ? "waiting" : "queued")
                + (until > now ? " for \(self.reason(reason)), until \(HumanText.time(until, now: now))" : "")
        case .paused: Style.yellow("paused") + (CeilingText.reason(job).map { ": " + $0 } ?? "")
        case .completed: Style.green("completed")
        case .failed: Style.red("failed")
        case .cancelled: Style.dim("cancelled")
        }
    }

    /// What a job waits for, in words.
    static func reason(_ reason: WaitReason) -> String {
        switch reason {
        case .schedule: "its time"
        case .backoff: "the next try"
        case .endpoint: "the endpoint"
        case .disk: "room on the disk"
        }
    }
}

extension JobText {
    /// The state in one column, without colour.
    static func plainState(_ job: Job, now: Timestamp) -> String {
        switch job.state {
        case .waiting(let until, let reason) where until > now:
            "waiting for \(self.reason(reason)) until \(HumanText.time(until, now: now))"
        case .waiting(_, .endpoint): "waiting for the endpoint"
        case .waiting: "queued"
        case .failed(_, let failure): "failed: \(Output.label(failure.message))"
        case .paused: "paused" + (CeilingText.reason(job).map { ": " + $0 } ?? "")
        default: job.state.name.rawValue
        }
    }
}
