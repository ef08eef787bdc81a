import ScriptedEndpoint
import Synchronization

/// The demonstration's endpoint: pseudo-localises word by word, and breaks off the first answers to each segment.
final class UnreliableEndpoint: Sendable {
    let server: ScriptedEndpoint

    private init(server: ScriptedEndpoint) { self.server = server }

    /// Words a second of one stream, as a small model on a laptop gives them.
    private static let pace = Duration.milliseconds(14)

    static func start() async throws -> UnreliableEndpoint {
        let translator = DeterministicTranslator()
        let asked = Mutex<[String: Int]>([:])
        let server = try await ScriptedEndpoint.start { request in
            let source = request.messages.first { $0.role == "user" }?.content ?? ""
            let time = asked.withLock { asked in
                asked[source, default: 0] += 1
                return asked[source, default: 0]
            }
            switch time {
            case 1: return translator.answer(to: request, cutAfterChunks: 18, by: .reset, pace: pace)
            case 2 where request.number % 2 == 0:
                return .error(
                    status: 500, headers: [], body: #"{"error": {"message": "the demonstration is out of breath"}}"#)
            case 2, 3: return translator.answer(to: request, cutAfterChunks: 25, by: .close, pace: pace)
            default: return translator.answer(to: request, cutAfterChunks: nil, pace: pace)
            }
        }
        return UnreliableEndpoint(server: server)
    }
}
