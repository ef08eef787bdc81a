import Store
import Translation

/// A snapshot as `status --json` prints it: `{daemon, counts, running, endpoints}`.
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

    struct Endpoint: Encodable {
        struct Gate: Encodable {
            let reason: String
            let message: String
            let httpStatus: Nullable<Int>
            let closedAt: String
            let opensAt: String
            let failures: Int
        }

        let name: String
        let gate: Nullable<Gate>
        let lessons: [String]
    }

    let daemon: Nullable<Daemon>
    let counts: [String: Int]
    let running: [Running]
    let tokensPerSecond: Double
    /// Until nothing more is to be done, at the speed of now.
    let secondsLeft: Nullable<Double>
    let endpoints: [Endpoint]
    let spending: [SpendingJSON]

    init(_ snapshot: Snapshot) {
        daemon = Nullable(
            snapshot.daemon.map {
                Daemon(
                    pid: $0.record.identity.pid, host: $0.record.identity.host, version: $0.record.identity.version,
                    startedAt: JSONText.time($0.record.startedAt), heartbeatAt: JSONText.time($0.lastSign))
            })
        spending = snapshot.spending.items.map { SpendingJSON($0, currency: snapshot.spending.currency) }
        counts = Dictionary(
            uniqueKeysWithValues: JobStateName.allCases.map { ($0.rawValue, snapshot.counts[$0] ?? 0) })
        tokensPerSecond = snapshot.speed
        secondsLeft = Nullable(snapshot.timeLeft?.inSeconds)
        endpoints = snapshot.gates.endpoints.map { name in
            Endpoint(
                name: name,
                gate: Nullable(
                    snapshot.gates.gate(of: name).map {
                        Endpoint.Gate(
                            reason: $0.reason.rawValue, message: $0.message, httpStatus: Nullable($0.httpStatus),
                            closedAt: JSONText.time($0.closedAt), opensAt: JSONText.time($0.opensAt),
                            failures: $0.failures)
                    }),
                lessons: snapshot.lessons[name, default: []].map(\.rawValue).sorted())
        }
        running = snapshot.running.map { item in
            Running(
                id: item.job.id, name: item.job.name, targetLanguage: item.job.targetLanguage,
                progress: item.fraction, streams: item.streams.count,
                tokensPerSecond: item.speed(now: snapshot.now),
                secondsLeft: Nullable(item.timeLeft(now: snapshot.now)?.inSeconds))
        }
    }
}
