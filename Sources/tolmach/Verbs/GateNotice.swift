import Engine
import Store
import Translation

/// Tells whoever waits for a job, once for each time, that its endpoint must be left alone, and why.
struct GateNotice {
    private var told: Set<Timestamp> = []

    /// Looks at a job, and says on stderr what is new.
    mutating func look(at job: Job, _ store: Store) async throws {
        guard case .waiting(_, .endpoint) = job.state, let gate = try await store.gates().gate(before: job.endpoint),
            told.insert(gate.closedAt).inserted
        else { return }
        Output.error("tolmach: job \(job.id) waits. \(GateText.line(gate, now: TimeSource.system.now()))")
        if let advice = GateText.advice(gate) { Output.error("  → \(advice)") }
    }
}
