import Support
import Testing
import Translation

@testable import Store

/// Whatever happens to a queue, in whatever order, what must always hold does hold after every step.
@Suite("Any history of a queue", .besideAnother, .timeLimit(.minutes(40)))
struct HistoryTests {
    @Test("keeps every promise after every step", arguments: 0..<16)
    func promises(seed: UInt64) async throws {
        try await withStore { store in
            var history = try await History(store, seed: seed)
            for _ in 0..<120 {
                try await history.step()
                let broken = try await Invariants.broken(in: store)
                #expect(
                    broken.isEmpty, "seed \(seed), after \(history.steps.suffix(6).joined(separator: " · ")): \(broken)"
                )
                let shrunk = try await history.lostText()
                #expect(
                    shrunk.isEmpty, "seed \(seed), after \(history.steps.suffix(6).joined(separator: " · ")): \(shrunk)"
                )
                guard broken.isEmpty, shrunk.isEmpty else { return }
            }
        }
    }
}
