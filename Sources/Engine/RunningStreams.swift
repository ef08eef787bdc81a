import ChatStream
import Store
import Synchronization

/// The streams that this process runs, by lease.
final class RunningStreams: Sendable {
    private struct State {
        var streams: [Lease: (endpoint: String, revocation: ChatCancellation)] = [:]
        var occupied: [String: Int] = [:]
        var ended = 0
        var isOver = false
    }

    private let state = Mutex(State())

    /// Notes a stream; the result is cancelled when the stream is revoked.
    func begin(_ lease: Lease, at endpoint: String) -> ChatCancellation {
        let revocation = ChatCancellation()
        let isOver = state.withLock {
            $0.streams[lease] = (endpoint, revocation)
            $0.occupied[endpoint, default: 0] += 1
            return $0.isOver
        }
        if isOver { revocation.cancel() }
        return revocation
    }

    /// Revokes every stream, and each that is begun from now on.
    func revokeAll() {
        let revoked = state.withLock { state in
            state.isOver = true
            return state.streams.values.map(\.revocation)
        }
        for revocation in revoked { revocation.cancel() }
    }

    func end(_ lease: Lease) {
        state.withLock {
            guard let (endpoint, _) = $0.streams.removeValue(forKey: lease) else { return }
            $0.ended += 1
            $0.occupied[endpoint, default: 1] -= 1
        }
    }

    /// How many streams run at an endpoint.
    func count(at endpoint: String) -> Int { state.withLock { $0.occupied[endpoint] ?? 0 } }

    /// How many streams have ended since the start.
    var ended: Int { state.withLock(\.ended) }

    var isEmpty: Bool { state.withLock { $0.streams.isEmpty } }

    /// Revokes every stream whose lease is not among those that the store knows.
    ///
    /// - Parameters:
    ///   - candidates: The streams that ran before the store was asked; later ones are not concerned.
    ///   - known: What the store said.
    func revoke(_ candidates: Set<Lease>, except known: Set<Lease>) {
        let revoked = state.withLock { state in
            candidates.subtracting(known).compactMap { state.streams[$0]?.revocation }
        }
        for revocation in revoked { revocation.cancel() }
    }

    var leases: Set<Lease> { state.withLock { Set($0.streams.keys) } }
}
