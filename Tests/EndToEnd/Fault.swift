import ScriptedEndpoint
import Testing

/// A way in which an answer breaks off, and what an endpoint does to show it.
enum Fault: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case reset = "the connection is reset"
    case closed = "the connection is closed"
    case midWord = "the connection is reset in the middle of a word"
    case noFinish = "the answer ends without a finish reason"
    case doneWithoutFinish = "the answer ends with [DONE] and without a finish reason"
    case length = "finish_reason is length"
    case stalled = "nothing more comes"
    case errorInStream = "an error comes inside the stream"
    case limited = "429 with Retry-After: 1"
    case serverError = "500"
    case unavailable = "503"

    var testDescription: String { rawValue }

    /// Whether the endpoint refuses before any text.
    var isRefusal: Bool { [.limited, .serverError, .unavailable].contains(self) }

    /// An answer that gives so many words and then breaks off.
    func answer(to request: RecordedRequest, words count: Int) -> Answer {
        let words = DeterministicTranslator().answer(to: request)
        let some = Array(words.prefix(count))
        let pace = Duration.milliseconds(1)
        switch self {
        case .reset: return Self.afterReading(.events(words, pace: pace).cut(afterChunks: count, by: .reset))
        case .closed: return .events(words, pace: pace).cut(afterChunks: count, by: .close)
        case .stalled: return .events(words, pace: pace).cut(afterChunks: count, by: .stall)
        case .midWord:
            let last = some.last ?? ""
            let broken = some.dropLast() + [String(last.prefix(last.count - 1)), "!"]
            return Self.afterReading(.events(Array(broken), pace: pace).cut(afterChunks: count, by: .reset))
        case .noFinish: return .events(some, finish: nil, done: false, pace: pace)
        case .doneWithoutFinish: return .events(some, finish: nil, pace: pace)
        case .length: return .events(some, finish: "length", pace: pace)
        case .errorInStream:
            let whole = Answer.events(words, pace: pace).cut(afterChunks: count, by: .close)
            let error = #"data: {"error": {"message": "the model fell over", "type": "server_error"}}"# + "\n\n"
            let size = String(error.utf8.count, radix: 16)
            return Answer(steps: whole.steps.dropLast() + [.send(Array("\(size)\r\n\(error)\r\n0\r\n\r\n".utf8))])
        case .limited: return refusal(429, headers: [("Retry-After", "1")])
        case .serverError: return refusal(500)
        case .unavailable: return refusal(503)
        }
    }

    /// The same, with time to read before the end: a reset takes with it what has arrived and was not read (tcp(7)).
    private static func afterReading(_ answer: Answer) -> Answer {
        Answer(steps: answer.steps.dropLast() + [.delay(.milliseconds(250))] + answer.steps.suffix(1))
    }

    private func refusal(_ status: Int, headers: [(name: String, value: String)] = []) -> Answer {
        .error(status: status, headers: headers, body: #"{"error": {"message": "come back later"}}"#)
    }
}
