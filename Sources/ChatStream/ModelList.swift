import AsyncHTTPClient
import Foundation
import NIOCore

/// The models that an endpoint says it has: `GET /models`.
public struct ModelList: Sendable, Hashable {
    /// Their names, in the endpoint's order.
    public let names: [String]

    /// The most that is read of a list, in bytes; OpenRouter's is some 500 kB.
    private static let longest = 4 << 20

    /// Asks for the list.
    ///
    /// - Parameters:
    ///   - endpoint: Whom to ask; its headers and its key are sent along.
    ///   - limit: How long it may take.
    /// - Returns: The list; nil where the endpoint answers with anything else.
    /// - Throws: ``ChatEndpoint/Invalid`` where its file of certificates cannot be read, and what the network throws.
    public static func fetch(from endpoint: ChatEndpoint, within limit: Duration) async throws -> ModelList? {
        guard var parts = URLComponents(url: endpoint.completionsURL, resolvingAgainstBaseURL: false)
        else { return nil }
        parts.path = String(parts.path.dropLast("/chat/completions".count)) + "/models"
        guard let url = parts.string else { return nil }
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "User-Agent", value: "tolmach")
        if let key = endpoint.apiKey { request.headers.add(name: "Authorization", value: "Bearer \(key.secret)") }
        for (name, value) in endpoint.headers { request.headers.replaceOrAdd(name: name, value: value) }
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: try .streaming(endpoint, concurrency: 1))
        let answer: ByteBuffer?
        do {
            let response = try await client.execute(request, timeout: TimeAmount(limit))
            answer = response.status == .ok ? try await response.body.collect(upTo: longest) : nil
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
        guard let answer else { return nil }
        do {
            return try JSONDecoder().decode(Body.self, from: Data(answer.readableBytesView)).list
        } catch {
            return nil  // HTML, or an API of another kind.
        }
    }

    private struct Body: Decodable {
        var data: [Model]

        struct Model: Decodable { var id: String }

        var list: ModelList { ModelList(names: data.map { $0.id.quotable(upTo: 200) }) }
    }
}
