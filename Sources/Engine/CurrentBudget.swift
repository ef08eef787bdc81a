import Synchronization
import Translation

/// What may be spent, as it is configured now.
final class CurrentBudget: Sendable {
    private struct State {
        var budget: Budget
        var isNew = true
    }

    private let state: Mutex<State>

    init(_ settings: DaemonSettings) { state = Mutex(State(budget: Budget(settings))) }

    /// Takes another budget.
    func replace(with settings: DaemonSettings) { state.withLock { $0 = State(budget: Budget(settings)) } }

    /// What is to be heeded now, and whether it is for the first time; nil where there is no bound, and none was left
    /// behind by another configuration.
    func take() -> (budget: Budget, isNew: Bool)? {
        state.withLock { state in
            defer { state.isNew = false }
            return state.isNew || state.budget.isLimited ? (state.budget, state.isNew) : nil
        }
    }
}
