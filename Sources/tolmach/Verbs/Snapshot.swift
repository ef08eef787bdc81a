import Engine
import Store
import Translation

/// Everything that `status` shows, taken at one time.
struct Snapshot {
    /// A job that runs, with its streams.
    struct RunningJob {
        let job: Job
        let streams: [Store.RunningStream]

        /// Characters that are on their way, at most as many as their sources have.
        var arriving: Int { streams.reduce(0) { $0 + min($1.characters, $1.sourceCharacters) } }

        /// The share that is done, what is on its way counted in: its characters against its source's.
        var fraction: Double {
            guard job.progress.characters > 0 else { return 1 }
            return min(1, Double(job.progress.charactersDone + arriving) / Double(job.progress.characters))
        }

        /// Chunks a second over its streams; a chunk is a token with nearly every server.
        func speed(now: Timestamp) -> Double {
            streams.reduce(0) { sum, stream in
                guard let first = stream.firstTextAt else { return sum }
                return sum + Double(stream.chunks) / max(0.5, (now - first).inSeconds)
            }
        }

        /// Characters a second over its streams.
        func characterSpeed(now: Timestamp) -> Double {
            streams.reduce(0) { sum, stream in
                guard let first = stream.firstTextAt else { return sum }
                return sum + Double(stream.received) / max(0.5, (now - first).inSeconds)
            }
        }

        /// How long it takes at this speed; nil before there is one.
        func timeLeft(now: Timestamp) -> Duration? {
            let speed = characterSpeed(now: now)
            guard speed > 0 else { return nil }
            let left = Double(job.progress.characters) * (1 - fraction)
            return .milliseconds(Int64(min(left / speed, 1e9) * 1000))
        }
    }

    let now: Timestamp
    let database: String
    let daemon: DaemonView?
    let counts: [JobStateName: Int]
    /// Characters still to be translated in jobs that nothing keeps from running.
    let charactersLeft: Int
    let running: [RunningJob]
    let waiting: [Job]
    let failed: [Job]
    /// Jobs that are paused because they cost as much as they may.
    let atCeiling: [Job]
    let gates: Gates
    let lessons: [String: Set<Lesson>]
    let spending: SpendingView
    /// How many open jobs name an endpoint that is not configured, by its name.
    var stranded: [String: Int] = [:]

    /// Tokens a second over all streams.
    var speed: Double { running.reduce(0) { $0 + $1.speed(now: now) } }

    /// When nothing more is to be done, at the speed of now; nil where nothing runs.
    var timeLeft: Duration? {
        let speed = running.reduce(0) { $0 + $1.characterSpeed(now: now) }
        guard speed > 0 else { return nil }
        let arriving = running.reduce(0) { $0 + $1.arriving }
        return .milliseconds(Int64(min(Double(max(0, charactersLeft - arriving)) / speed, 1e9) * 1000))
    }

    static func take(_ store: Store, _ settings: Settings? = nil) async throws -> Snapshot {
        let streams = Dictionary(grouping: try await store.running(), by: \.job)
        var running: [RunningJob] = []
        for (id, streams) in streams.sorted(by: { $0.key < $1.key }) {
            if let job = try await store.job(id) { running.append(RunningJob(job: job, streams: streams)) }
        }
        var snapshot = Snapshot(
            now: TimeSource.system.now(), database: store.path, daemon: try await DaemonView.find(store),
            counts: try await store.counts(), charactersLeft: try await store.charactersLeft(), running: running,
            waiting: try await store.jobs(in: .waiting, limit: 5), failed: try await store.jobs(in: .failed, limit: 3),
            atCeiling: try await store.jobsAtCeiling(limit: 3),
            gates: try await store.gates(), lessons: try await store.lessons(),
            spending: try await SpendingView.take(store, settings, now: TimeSource.system.now()))
        // Before a daemon has ever told its endpoints, nobody knows.
        if !snapshot.gates.endpoints.isEmpty { snapshot.stranded = try await store.strandedJobs() }
        return snapshot
    }
}
