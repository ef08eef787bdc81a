import ChatStream
import ScriptedEndpoint
import Support
import Testing
import Translation

@testable import Engine

@Suite("The endpoints that requests go to", .light)
struct EndpointPoolTests {
    private func settings(_ name: String, _ endpoint: ScriptedEndpoint) throws -> [EndpointSettings] {
        [EndpointSettings(endpoint: try ChatEndpoint(name: name, baseURL: endpoint.baseURL), model: "m")]
    }

    @Test("A client that somebody needs outlives its endpoint's replacement, and goes with the last who needed it")
    func retained() async throws {
        try await withSpare({ _ in .events(["Uno."]) }) { endpoint in
            let pool = EndpointPool(clock: ContinuousClock())
            try await pool.replace(with: try settings("old", endpoint), retry: RetryPolicy())
            let old = try #require(pool.handles.first)
            #expect(pool.retain(old))
            try await pool.replace(with: try settings("new", endpoint), retry: RetryPolicy())
            #expect(pool.handles.map(\.settings.name) == ["new"])
            #expect(pool.retain(old), "whoever has claimed for it may still begin")
            try await pool.release(old)
            let request = ChatRequest(model: "m", messages: [ChatMessage(role: .user, content: "One.")])
            try await old.client.withEvents(for: request) { events in for try await _ in events {} }
            #expect(endpoint.requests.count == 1)
            try await pool.release(old)
            #expect(!pool.retain(old), "it has been shut down")
            try await pool.shutdown()
        }
    }
}
