import Logging
import Synchronization

/// The least level that is logged; one for all loggers, so that it can be changed while the daemon runs.
final class LogThreshold: Sendable {
    private let state: Mutex<Logger.Level>

    init(_ level: Logger.Level) { state = Mutex(level) }

    var level: Logger.Level {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
