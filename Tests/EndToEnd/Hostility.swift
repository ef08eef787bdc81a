import ScriptedEndpoint
import Testing

/// A way in which an endpoint means harm, and what it sends.
enum Hostility: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case endlessLine = "a body without a line's end"
    case endlessEvent = "one event of endlessly many lines"
    case endlessJSON = "a JSON document without end"
    case tinyEvents = "endlessly many tiny events"
    case tinyTexts = "endlessly many texts of one character"
    case wideTexts = "endlessly many combining marks on one character"
    case comments = "endlessly many comments"
    case usage = "endlessly many token counts, each as large as a number can be"
    case refusal = "a refusal without end"
    case nested = "events nested 100,000 deep"
    case nestedError = "an error's body nested 100,000 deep"
    case header = "a header of a megabyte"
    case informational = "endlessly many informational answers"
    case finishReason = "a finish reason of ten megabytes"
    case bomb = "a gzip bomb"

    var testDescription: String { rawValue }

    var answer: Answer {
        switch self {
        case .endlessLine: flood("data: ", Self.block)
        case .endlessEvent: flood("", String(repeating: "data: xxxxxxxxxx\n", count: 3500))
        case .endlessJSON: flood(#"{"choices":["#, String(repeating: #"{"a":[0,0]},"#, count: 5000))
        case .tinyEvents: flood("", String(repeating: "data:{}\n\n", count: 6000))
        case .tinyTexts: flood("", String(repeating: event(#"{"content":"x"}"#), count: 1000))
        case .wideTexts: flood("", event(#"{"content":"\#(String(repeating: "\u{301}", count: 25_000))"}"#))
        case .comments: flood("", String(repeating: ":\n", count: 30_000))
        case .usage:
            flood("", String(repeating: "data: {\"usage\":{\"prompt_tokens\":9223372036854775807}}\n\n", count: 1000))
        case .refusal: flood("", String(repeating: event(#"{"refusal":"no, no, no"}"#), count: 500))
        case .nested: flood("", event(#"{"content":\#(String(repeating: "[", count: 100_000))"#))
        case .nestedError:
            .error(status: 400, body: #"{"error":"# + String(repeating: #"{"a":"#, count: 100_000))
        case .header: .raw(Self.head + "X: " + String(repeating: "x", count: 1 << 20) + "\r\n\r\n")
        case .informational: endless("", String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 2000))
        case .finishReason: flood(#"data: {"choices":[{"finish_reason":""#, Self.block)
        case .bomb: endless(Self.head + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", Self.zeros)
        }
    }

    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
    private static let block = String(repeating: "x", count: 60_000)
    /// What the middle of a compressed run of zeros looks like, near enough for who does not look.
    private static let zeros = chunk(String(repeating: "\u{0}", count: 60_000))

    private static func chunk(_ text: String) -> String { String(text.utf8.count, radix: 16) + "\r\n\(text)\r\n" }

    private func event(_ delta: String) -> String { "data: {\"choices\":[{\"delta\":\(delta)}]}\n\n" }

    private func flood(_ beginning: String, _ more: String) -> Answer {
        let opening = beginning.isEmpty ? "" : Self.chunk(beginning)
        return endless(Self.head + "Transfer-Encoding: chunked\r\n\r\n" + opening, Self.chunk(more))
    }

    private func endless(_ beginning: String, _ more: String) -> Answer {
        Answer(steps: [.send(Array(beginning.utf8)), .repeatForever(Array(more.utf8), every: .zero)])
    }
}
