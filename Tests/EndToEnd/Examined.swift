import ScriptedEndpoint
import Support
import Testing

/// What `doctor --json` said of an endpoint, and what it asked.
struct Examined: CustomStringConvertible {
    let finished: Finished
    let requests: [RecordedRequest]

    /// What was found about the endpoint.
    var findings: [JSON] {
        (finished.json?.array ?? []).filter { $0["subject"]?.string?.hasPrefix("endpoint ") == true }
    }

    /// The level of what was found about a thing; nil where nothing was.
    func level(_ check: String) -> String? { finding(check)?["level"]?.string }

    /// The message and the advice about a thing; empty where there are none.
    func words(_ check: String) -> String {
        [finding(check)?["message"]?.string, finding(check)?["hint"]?.string].compactMap(\.self).joined(separator: " ")
    }

    /// The lines for the environment, of everything that is to be set about a thing.
    func assignments(_ check: String) -> [String] {
        (finding(check)?["set"]?.array ?? []).compactMap { $0["environment"]?.string }
    }

    /// The ways to resume that were tried, in order, by the role and the marks of the last turn.
    var trials: [String] {
        requests.filter { $0.messages.contains { $0.role == "assistant" } }.map { request in
            let fields = request.json?["continue_final_message"] == nil ? "" : "+fields"
            guard let last = request.messages.last, last.role == "assistant" else { return "continue" + fields }
            return (last.isPrefix ? "prefix" : last.isPartial ? "partial" : "prefill") + fields
        }
    }

    var description: String { "\(finished); \(requests.count) requests, \(trials)" }

    private func finding(_ check: String) -> JSON? { findings.last { $0["check"]?.string == check } }

    /// Runs `doctor --json` against an endpoint.
    static func run(
        _ settings: [String: String] = [:], answering respond: @escaping ScriptedEndpoint.Responder
    ) async throws -> Examined {
        try await withSandbox(settings, answering: respond) { sandbox, endpoint in
            Examined(finished: try await sandbox.run("doctor", "--json"), requests: endpoint.requests)
        }
    }

    /// Runs `doctor --json` against a server with habits.
    static func run(_ server: CountingServer, _ settings: [String: String] = [:]) async throws -> Examined {
        try await run(settings) { server.answer(to: $0) }
    }
}
