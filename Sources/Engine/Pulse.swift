import Synchronization

/// Whether the parts of the daemon that must turn do turn: the ground on which a watchdog is told that it lives.
///
/// A process whose loops hang still answers signals, and its heartbeat may still beat; so what counts is that each loop has
/// come round since it was last looked at.
final class Pulse: Sendable {
    /// A loop that must come round, whatever else happens.
    enum Loop: CaseIterable {
        /// Claims segments, and with it the one writer of the database.
        case claiming
        /// Looks whether another process has written.
        case watching
    }

    private let turned = Mutex<Set<Loop>>([])

    /// A loop has come round.
    func turn(_ loop: Loop) { turned.withLock { _ = $0.insert(loop) } }

    /// Whether every loop has come round since this was last asked.
    func beats() -> Bool {
        turned.withLock { turned in
            let all = turned.count == Loop.allCases.count
            if all { turned = [] }
            return all
        }
    }
}
