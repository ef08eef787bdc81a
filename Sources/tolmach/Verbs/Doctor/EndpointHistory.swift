import Engine
import Foundation
import Store
import Translation

/// What the daemon has noted of an endpoint: a closed gate, and what its refusals have taught.
struct EndpointHistory: Sendable {
    let database: String
    let durability: Durability

    /// What there is to tell of one endpoint.
    ///
    /// Where it answers now and its gate is still closed, the daemon is told to ask again at once.
    func findings(of endpoint: String, answersNow: Bool) async -> [Finding] {
        guard FileManager.default.fileExists(atPath: database) else { return [] }
        do {
            let store = try Store(path: database, role: .command, durability: durability)
            defer { try? store.close() }  // only read from, but for a wish that is on disk by then
            let lessons = try await store.lessons()[endpoint, default: []].sorted { $0.rawValue < $1.rawValue }
            let learnt = lessons.map {
                finding(.advice, endpoint, "lesson", "the daemon has learnt: \($0.advice)")
            }
            guard let gate = try await store.gates().gate(of: endpoint) else { return learnt }
            return [try await finding(gate, answersNow: answersNow, store)] + learnt
        } catch {
            return []  // The database has findings of its own.
        }
    }

    private func finding(_ gate: Gate, answersNow: Bool, _ store: Store) async throws -> Finding {
        let now = TimeSource.system.now()
        guard answersNow else {
            return finding(.note, gate.endpoint, "gate", GateText.line(gate, now: now), hint: GateText.advice(gate))
        }
        if [.rateLimited, .budget].contains(gate.reason) {
            // It said itself when to come back, or midnight does.
            return finding(.note, gate.endpoint, "gate", GateText.line(gate, now: now))
        }
        try await store.askSoon(at: gate.endpoint, now: now)
        return finding(
            .note, gate.endpoint, "gate",
            "the daemon had left it alone (\(GateText.reason(gate))); it will ask again at once",
            hint: gate.reason == .unauthorized ? "If the key has changed, restart the daemon, so that it has it." : nil)
    }

    private func finding(
        _ level: Finding.Level, _ endpoint: String, _ check: String, _ message: String, hint: String? = nil
    ) -> Finding {
        Finding(level, "endpoint \(endpoint)", check: check, message, hint: hint)
    }
}
