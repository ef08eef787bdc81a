import Support

/// What the daemon is about when it is killed.
enum Phase: String, CaseIterable, Sendable {
    case startUp = "start-up"
    case streaming
    /// A document is being written, or its last words come.
    case completion
    /// SIGTERM was sent a moment before.
    case shutdown
    /// Another database is brought from an older schema, or from nothing, to today's.
    case migration

    /// How often each is tried.
    private var weight: Int {
        switch self {
        case .startUp: 3
        case .streaming: 8
        case .completion: 4
        case .shutdown: 3
        case .migration: 2
        }
    }

    static func draw(_ chance: inout SeededGenerator) -> Phase {
        chance.pick(allCases.map { ($0, $0.weight) }) ?? .streaming
    }
}
