import ChatStream
import ScriptedEndpoint
import Support

/// What came of one request.
struct Outcome: Sendable {
    var batches: [[ChatEvent]] = []
    var error: (any Error)?

    var events: [ChatEvent] { batches.flatMap { $0 } }
    var text: String { events.text }
    var chatError: ChatError? { error as? ChatError }
}

/// A client and the endpoint that it talks to.
struct Exchanging: Sendable {
    let endpoint: ScriptedEndpoint
    let client: ChatClient

    static let request = ChatRequest(model: "small", messages: [ChatMessage(role: .user, content: "Secret harbour")])

    /// Sends one request and collects what comes; `onEvents` hears of each batch as it comes.
    func ask(
        _ request: ChatRequest = request,
        onEvents: @Sendable ([ChatEvent]) -> Void = { _ in }
    ) async -> Outcome {
        var outcome = Outcome()
        do {
            outcome.batches = try await client.withEvents(for: request) { events in
                var batches: [[ChatEvent]] = []
                do {
                    for try await batch in events {
                        onEvents(batch)
                        batches.append(batch)
                    }
                } catch {
                    throw Interrupted(batches: batches, error: error)
                }
                return batches
            }
        } catch let interrupted as Interrupted {
            outcome.batches = interrupted.batches
            outcome.error = interrupted.error
        } catch {
            outcome.error = error
        }
        return outcome
    }

    private struct Interrupted: Error {
        var batches: [[ChatEvent]]
        var error: any Error
    }
}

/// Runs the body with an endpoint that answers so, and with a client of it; both are shut down afterwards.
func withEndpoint<R: Sendable>(
    apiKey: String? = nil,
    timeouts: ChatTimeouts = ChatTimeouts(),
    caFile: String? = nil,
    tls: (certificatePEM: String, keyPEM: String)? = nil,
    greeting: [UInt8] = [],
    concurrency: Int = 16,
    clock: any Clock<Duration> = ContinuousClock(),
    respond: @escaping ScriptedEndpoint.Responder,
    body: (Exchanging) async throws -> R
) async throws -> R {
    let endpoint = try await ScriptedEndpoint.start(tls: tls, greeting: greeting, respond: respond)
    let client = try ChatClient(
        endpoint: ChatEndpoint(
            name: "test",
            baseURL: endpoint.baseURL,
            apiKey: apiKey.flatMap { APIKey($0) },
            timeouts: timeouts,
            caFile: caFile
        ),
        concurrency: concurrency, clock: clock
    )
    let result: Result<R, any Error>
    do { result = .success(try await body(Exchanging(endpoint: endpoint, client: client))) } catch {
        result = .failure(error)
    }
    try await client.shutdown()
    try await endpoint.stop()
    return try result.get()
}

/// Runs the body with an endpoint that always answers so.
func withEndpoint<R: Sendable>(answer: Answer, body: (Exchanging) async throws -> R) async throws -> R {
    try await withEndpoint(respond: { _ in answer }, body: body)
}
