import ScriptedEndpoint
import Support
import Testing

@Suite("What a job costs", .besideAnother, .timeLimit(.minutes(40)))
struct CostTests {
    /// Each segment is a million tokens, at one a million.
    private static let prices = [
        "TOLMACH_PRICE_PROMPT": "1", "TOLMACH_PRICE_COMPLETION": "1", "TOLMACH_CURRENCY": "USD",
        "TOLMACH_CONCURRENCY": "1", "TOLMACH_SEGMENT_SIZE": "100",
    ]
    private static let text = (1...4).map { "Paragraph number \($0) is a short one, of a few words only." }
        .joined(separator: "\n\n")

    @Sendable private static func dear(_ request: RecordedRequest) -> Answer {
        .events(DeterministicTranslator().answer(to: request), usage: (900_000, 100_000))
    }

    @Test("is shown, bounded by --max-cost, and goes on only with a higher one, all of which is said")
    func ceiling() async throws {
        try await withSandbox(Self.prices, answering: Self.dear) { sandbox, endpoint in
            let document = try sandbox.file("a.txt", Self.text)
            for wrong in ["0", "-1", "much"] {
                #expect(try await sandbox.run("add", document, "--to", "es", "--max-cost", wrong).code == 2)
            }
            let added = try await sandbox.run("add", document, "--to", "es", "--max-cost", "1.50")
            #expect(added.code == 0, "\(added)")
            let daemon = try await sandbox.serving { _ in
                try await eventually("the job is paused") { try await sandbox.show(1)["state"]?.string == "paused" }
                let shown = try await sandbox.show(1)
                #expect(shown["cost"]?["amount"]?.number == 2 && shown["cost"]?["currency"]?.string == "USD")
                #expect(shown["cost"]?["estimated"]?.bool == false && shown["cost"]?["ceiling"]?.number == 1.5)
                #expect(shown["paused_by"]?.string == "max_cost")
                let text = try await sandbox.run("show", "1")
                #expect(text.text.contains("2.00 USD, of at most 1.50 USD"), "\(text)")
                #expect(text.text.contains("tolmach resume 1 --max-cost 4.00"), "there must be room; \(text)")
                let list = try await sandbox.run("list")
                #expect(list.text.contains("paused: its cost, 2.00, has reached its ceiling of 1.50"), "\(list)")
                let refused = try await sandbox.run("resume", "1")
                #expect(refused.code == 1 && refused.errors.contains("tolmach resume 1 --max-cost"), "\(refused)")
                #expect(endpoint.requests.count == 2)
                // Nobody who waits would ever be let go.
                let stuck = try await sandbox.run("wait", "1")
                #expect(stuck.code == 1 && stuck.errors.contains("its ceiling of 1.50"), "\(stuck)")
                #expect(stuck.errors.contains("tolmach resume 1 --max-cost 4.00"), "\(stuck)")
                let held = try await sandbox.run("status")
                #expect(held.text.contains("#1  a.txt paused: its cost, 2.00"), "\(held)")
                #expect(held.text.contains("→ tolmach resume 1 --max-cost 4.00"), "\(held)")
                _ = try await sandbox.running(["follow", "1"]) { follower in
                    try await eventually("who follows is told too") {
                        try follower.errors.contains("→ tolmach resume 1 --max-cost 4.00")
                    }
                    follower.terminate()
                }
                let resumed = try await sandbox.run("resume", "1", "--max-cost", "5")
                #expect(resumed.code == 0, "\(resumed)")
                let waited = try await sandbox.run("wait", "1")
                #expect(waited.code == 0, "\(waited)")
                let status = try await sandbox.run("status")
                #expect(status.text.contains("Spent today: 4.00 USD"), "\(status)")
            }
            #expect(daemon.code == 0, "\(daemon)")
        }
    }

    @Test("counts against the day's budget, which status shows, and which is opened by a higher one")
    func budget() async throws {
        try await withSandbox(Self.prices, answering: Self.dear) { sandbox, _ in
            let document = try sandbox.file("a.txt", Self.text)
            let added = try await sandbox.run("add", document, "--to", "es")
            #expect(added.code == 0, "\(added)")
            let held = try await sandbox.serving(environment: ["TOLMACH_BUDGET": "2"]) { _ in
                try await eventually("the job waits") { try await sandbox.show(1)["state"]?.string == "waiting" }
                let status = try await sandbox.run("status", environment: ["TOLMACH_BUDGET": "2"])
                #expect(status.text.contains("Spent today: 2.00 of 2.00 USD"), "\(status)")
                #expect(status.text.contains("budget is spent"), "\(status)")
                let gate = try await sandbox.status()["endpoints"]?.array?.first?["gate"]
                #expect(gate?["reason"]?.string == "budget")
                let shown = try await sandbox.run("show", "1")
                #expect(shown.text.contains("raise budget"), "\(shown)")
            }
            let told = held.errors.split(separator: "\n").count { $0.contains("budget is spent; endpoint") }
            #expect(told == 1, "\(held)")
            _ = try await sandbox.serving(environment: ["TOLMACH_BUDGET": "9"]) { _ in
                let waited = try await sandbox.run("wait", "1")
                #expect(waited.code == 0, "\(waited)")
            }
        }
    }

    @Test("A budget without prices is refused, with the reason")
    func withoutPrices() async throws {
        try await withSandbox { sandbox in
            for budget in ["budget: 3\n", ""] {
                let own = budget.isEmpty ? ", budget: 3" : ""
                let file = try sandbox.file(
                    "config.yaml",
                    budget + "endpoints: {one: {base_url: \"http://127.0.0.1:1/v1\", model: m\(own)}}\n")
                let refused = try await sandbox.run("list", "--config", file)
                #expect(refused.code == 5 && refused.errors.contains("price_prompt"), "\(refused)")
            }
        }
    }
}
