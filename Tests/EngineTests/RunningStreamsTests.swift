import ChatStream
import ScriptedEndpoint
import Support
import Testing

@testable import Engine
@testable import Store

@Suite("The streams that a daemon runs", .light, .timeLimit(.minutes(40)))
struct RunningStreamsTests {
    /// Whether an answer that never ends is ended by its revocation.
    private func isRevoked(_ revocation: ChatCancellation, _ client: ChatClient) async -> Bool {
        let request = ChatRequest(model: "m", messages: [ChatMessage(role: .user, content: "One.")])
        do {
            try await client.withEvents(for: request, until: revocation) { events in for try await _ in events {} }
            return false
        } catch {
            return error is CancellationError
        }
    }

    @Test("all end when the daemon does, those too that begin when it has")
    func all() async throws {
        try await withSpare({ _ in Answer(steps: [.stall]) }) { endpoint in
            let client = try ChatClient(
                endpoint: ChatEndpoint(name: "e", baseURL: endpoint.baseURL), concurrency: 4)
            let streams = RunningStreams()
            let leases = (1...3).map { Lease(owner: 1, segment: $0, epoch: 1, attempt: $0) }
            await withTaskGroup(of: Bool.self) { group in
                for lease in leases.dropLast() {
                    let revocation = streams.begin(lease, at: "e")
                    group.addTask { await isRevoked(revocation, client) }
                }
                await #expect(throws: Never.self) {
                    try await eventually("both are under way") { endpoint.requests.count == 2 }
                }
                streams.revokeAll()
                for await isRevoked in group { #expect(isRevoked) }
            }
            #expect(await isRevoked(streams.begin(leases[2], at: "e"), client))
            #expect(streams.count(at: "e") == 3, "each still says itself that it has ended")
            try await client.shutdown()
        }
    }
}
