import Engine
import Store
import Translation

/// The daemon that works on a queue, as a command can tell from outside.
struct DaemonView {
    let record: Store.DaemonRecord
    /// When it last gave a sign, or had no need to.
    let lastSign: Timestamp

    /// So long without a sign, and the daemon is taken for hung; it gives one every ten seconds while there is work.
    static let silence = Duration.seconds(30)

    /// The daemon that lives, if one does.
    static func find(_ store: Store) async throws -> DaemonView? {
        let now = TimeSource.system.now()
        for record in try await store.daemons() {
            let lastSign = try await store.lastSign(of: record, now: now)
            let lives =
                switch ProcessIdentity.liveness(of: record.identity) {
                case .alive: true
                case .dead: false
                case .hidden: lastSign + silence > now
                case .unknown: record.heartbeatAt + silence > now
                }
            if lives { return DaemonView(record: record, lastSign: lastSign) }
        }
        return nil
    }
}
