import Logging
import Store
import Translation

// How the daemon keeps to what may be spent on a day.
extension Daemon {
    /// Closes the endpoints whose budget is spent, opens them when the day is over or the budget was raised, and tells an
    /// operator once.
    func enforceBudget() async throws {
        guard let (budget, isNew) = currentBudget.take() else { return }
        let now = time.now()
        let news = try await store.enforce(budget, on: LocalDay.containing(now, in: time.timeZone), now: now)
        for item in news {
            switch item {
            case .closed(let gate): tell(gate)
            case .opened(let endpoint):
                logger.notice("there is budget again; endpoint may be asked", metadata: ["endpoint": "\(endpoint)"])
            }
        }
        guard isNew else { return }
        // Whoever starts the daemon, or reloads it, is told why nothing runs, though it was told before.
        let own = Set(budget.endpoints.map(\.name)).subtracting(news.map(\.endpoint))
        for gate in try await store.gates().closed where gate.reason == .budget && own.contains(gate.endpoint) {
            tell(gate)
        }
    }

    private func tell(_ gate: Gate) {
        logger.warning(
            "budget is spent; endpoint is left alone until midnight, streams that run may finish",
            metadata: [
                "endpoint": "\(gate.endpoint)", "reason": "\(gate.message)",
                "until": "\(LocalTime.format(gate.opensAt, "%Y-%m-%d %H:%M"))",
            ])
    }
}

extension Store.BudgetNews {
    fileprivate var endpoint: String {
        switch self {
        case .closed(let gate): gate.endpoint
        case .opened(let endpoint): endpoint
        }
    }
}
