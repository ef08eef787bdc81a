import Synchronization
import Translation

/// How many requests in a row each endpoint has left without any text, and which models have little room.
///
/// Not on disk: a daemon that has just started knows nothing against an endpoint but its closed gate.
final class EndpointHealth: Sendable {
    /// So many failures that could be the segment's own doing are the endpoint's.
    static let patience = 3

    private let failures = Mutex<[String: Int]>([:])
    private let several: Mutex<Bool>
    private let cramped = Mutex<Set<ModelAtEndpoint>>([])

    /// Whether there is another endpoint to go to; then silence and refusals count at once.
    var hasSeveral: Bool {
        get { several.withLock { $0 } }
        set { several.withLock { $0 = newValue } }
    }

    init(hasSeveral: Bool) { several = Mutex(hasSeveral) }

    /// A model as one endpoint has it.
    struct ModelAtEndpoint: Hashable {
        let model: String
        let endpoint: String
    }

    /// The context of a model is too small for a text and more than that of what stands before it.
    ///
    /// - Returns: Whether that is news.
    func isCramped(_ model: ModelAtEndpoint) -> Bool { cramped.withLock { $0.insert(model).inserted } }

    /// Whether a model has room for what a text stands in.
    func hasRoom(_ model: ModelAtEndpoint) -> Bool { !cramped.withLock { $0.contains(model) } }

    /// Forgets which models have little room: somebody may have given them more.
    func forgetRoom() { cramped.withLock { $0.removeAll() } }

    /// The endpoint has answered.
    func answered(_ endpoint: String) {
        failures.withLock { $0[endpoint] = 0 }
    }

    /// Takes note of an attempt that was interrupted, and returns whether the endpoint must be taken for down.
    func isDown(_ endpoint: String, after interruption: Interruption, progressed: Bool) -> Bool {
        if progressed {
            answered(endpoint)
            return false
        }
        guard interruption.speaksAgainstEndpoint else { return false }
        let hasSeveral = hasSeveral
        return failures.withLock { failures in
            failures[endpoint, default: 0] += 1
            switch interruption.kind {
            case .unreachable, .tls: return true
            case .stalled, .noProgress: return hasSeveral || failures[endpoint, default: 0] >= Self.patience
            default: return failures[endpoint, default: 0] >= Self.patience
            }
        }
    }
}
