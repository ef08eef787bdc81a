import ScriptedEndpoint
import Support

/// What an endpoint does instead of answering well.
enum EndpointFault: String, CaseIterable, Sendable {
    case none = "no fault"
    case slow = "slow"
    case reset = "reset at a random byte"
    case closed = "closed at a random byte"
    case noFinish = "clean end without a finish reason"
    case length = "finish_reason length"
    case errorInStream = "error inside the stream"
    case stall
    case serverError = "500"
    case badGateway = "502 in HTML"
    case unavailable = "503"
    case unavailableUntil = "503 with Retry-After"
    case limited = "429"

    /// How often each befalls a request; half of all go well.
    private var weight: Int {
        switch self {
        case .none: 60
        case .slow: 6
        case .reset: 14
        case .closed: 8
        case .noFinish: 6
        case .length: 8
        case .errorInStream: 6
        case .stall: 3
        case .serverError, .badGateway: 3
        // Rare, since they hold up all streams of the endpoint.
        case .unavailable, .unavailableUntil, .limited: 1
        }
    }

    static func draw(_ chance: inout SeededGenerator) -> EndpointFault {
        chance.pick(allCases.map { ($0, $0.weight) }) ?? .none
    }

    /// The answer of these words, spoilt.
    func answer(_ words: [String], pace: Duration, _ chance: inout SeededGenerator) -> Answer {
        let usage = (prompt: 100, completion: words.count)
        let whole = Answer.events(words, usage: usage, pace: self == .slow ? pace * 4 : pace)
        let some = Array(words.prefix(Int.random(in: 0...words.count, using: &chance)))
        let byte = Int.random(in: 0..<max(1, whole.bytes.count), using: &chance)
        switch self {
        case .none, .slow: return whole
        case .reset: return whole.cut(afterBytes: byte, by: .reset)
        case .closed: return whole.cut(afterBytes: byte, by: .close)
        case .stall: return whole.cut(afterBytes: byte, by: .stall)
        case .noFinish: return .events(some, finish: nil, done: chance.isOne(in: 2), pace: pace)
        case .length: return .events(some, finish: "length", pace: pace)
        case .errorInStream:
            let error = #"data: {"error": {"message": "the model fell over", "type": "server_error"}}"# + "\n\n"
            let chunk = "\(String(error.utf8.count, radix: 16))\r\n\(error)\r\n0\r\n\r\n"
            let begun = whole.cut(afterChunks: some.count, by: .close)
            return Answer(steps: begun.steps.dropLast() + [.send(Array(chunk.utf8))])
        case .serverError: return Self.refusal(500)
        case .badGateway: return .whole(status: 502, contentType: "text/html", body: "<html>Bad Gateway</html>")
        case .unavailable: return Self.refusal(503)
        case .unavailableUntil: return Self.refusal(503, after: ("Retry-After", "1"))
        case .limited: return Self.refusal(429, after: ("retry-after-ms", "\(Int.random(in: 0...300, using: &chance))"))
        }
    }

    private static func refusal(_ status: Int, after header: (name: String, value: String)? = nil) -> Answer {
        .error(
            status: status, headers: header.map { [$0] } ?? [],
            body: #"{"error": {"message": "come back later", "type": "server_error"}}"#)
    }
}
