import Store
import Translation

/// A snapshot as `status --json` prints it: `{daemon, counts, running}`.
struct StatusJSON: Encodable {
    struct Daemon: Encodable {
        let pid: Int32
        let host: String
        let version: String
        let startedAt: String
        let heartbeatAt: String
    }

    struct Running: Encodable {
        let id: Int64
        let name: String
        let targetLanguage: String
        let progress: Double
        let streams: Int
        let tokensPerSecond: Double
        let secondsLeft: Nullable<Double>
    }

    let daemon: Nullable<Daemon>
    let counts: [String: Int]
    let running: [Running]

    init(_ snapshot: Snapshot) {
        daemon = Nullable(
            snapshot.daemon.map {
                Daemon(
                    pid: $0.record.identity.pid, host: $0.record.identity.host, version: $0.record.identity.version,
                    startedAt: JSONText.time($0.record.startedAt), heartbeatAt: JSONText.time($0.record.heartbeatAt))
            })
        counts = Dictionary(
            uniqueKeysWithValues: JobStateName.allCases.map { ($0.rawValue, snapshot.counts[$0] ?? 0) })
        running = snapshot.running.map { item in
            Running(
                id: item.job.id, name: item.job.name, targetLanguage: item.job.targetLanguage,
                progress: item.fraction, streams: item.streams.count,
                tokensPerSecond: item.speed(now: snapshot.now),
                secondsLeft: Nullable(item.timeLeft(now: snapshot.now)?.inSeconds))
        }
    }
}
