import Engine
import Store
import Translation

/// The daemon that works on a queue, as a command can tell from outside.
struct DaemonView {
    let record: Store.DaemonRecord

    /// So long without a sign, and the daemon is taken for hung; it gives one every ten seconds.
    static let silence = Duration.seconds(30)

    /// The daemon that lives, if one does.
    static func find(_ store: Store) async throws -> DaemonView? {
        let now = TimeSource.system.now()
        return try await store.daemons().first { record in
            switch ProcessIdentity.liveness(of: record.identity) {
            case .alive: true
            case .dead: false
            case .unknown: record.heartbeatAt + .seconds(30) > now
            }
        }.map(DaemonView.init)
    }
}
