import Foundation
import Testing

/// Bodies of answers in the shapes that servers send, healthy and broken.
enum Fixtures {
    /// As llama.cpp sends it: null content first, a comment, raw UTF-8, usage with `choices: []`, `[DONE]`.
    static let healthy = lines([
        chunk(#"{"role":"assistant","content":null}"#), ":", chunk(#"{"content":"Notre"}"#),
        chunk(#"{"content":" équipe"}"#),
        ": ping", chunk(#"{"content":" 東京 🇫🇷"}"#), chunk("{}", finish: #""stop""#),
        #"data: {"choices":[],"model":"small","usage":{"completion_tokens":7,"prompt_tokens":21,"prompt_tokens_details":{"cached_tokens":4}},"timings":{"n":1.5}}"#,
        "data: [DONE]",
    ])

    /// The same things in other dress: CRLF, a byte-order mark, no space after the colon, escapes with surrogate pairs.
    static let dressedUp =
        "\u{FEFF}"
        + healthy.replacingOccurrences(of: "data: ", with: "data:")
        .replacingOccurrences(of: "équipe", with: #"\u00e9quipe"#)
        .replacingOccurrences(of: "🇫🇷", with: #"\ud83c\uddeb\ud83c\uddf7"#)
        .replacingOccurrences(of: "\n", with: "\r\n")

    /// The server was killed: the last event is whole, and nothing follows.
    static let killed = lines([chunk(#"{"role":"assistant","content":null}"#), chunk(#"{"content":"El"}"#)])

    /// The server was killed in the middle of a line.
    static let torn = String(healthy.dropLast(healthy.count / 2))

    /// Several data lines in one event, `event`, `id`, `retry`, an undecodable event, and an error at the end.
    static let odd = lines([
        "event: message\nid: 7\nretry: 100\ndata: {\"choices\":\ndata: [{\"delta\":{\"content\":\"a\"}}]}",
        "data: nonsense",
        #"data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}"#, chunk(#"{"content":"b"}"#),
        #"data: {"error":{"message":"upstream gone","code":502}}"#,
    ])

    static let all = [healthy, dressedUp, killed, torn, odd, healthy.replacingOccurrences(of: "\n", with: "\r")]

    /// An answer of a real server, without its headers.
    struct Capture: CustomTestStringConvertible {
        let name: String
        let body: [UInt8]

        var testDescription: String { name }
    }

    /// Those that a checkout has beside it.
    static var captures: [Capture] {
        let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../shared/sse-captures")
            .standardized
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).sorted { $0.path < $1.path }.compactMap { file in  // None, where there is no such folder.
            guard file.pathExtension == "http", let bytes = FileManager.default.contents(atPath: file.path) else {
                return nil
            }
            let separator = Data("\r\n\r\n".utf8)
            let start = bytes.starts(with: Data("HTTP/".utf8)) ? bytes.range(of: separator)?.upperBound : nil
            return Capture(name: file.lastPathComponent, body: [UInt8](bytes[(start ?? bytes.startIndex)...]))
        }
    }

    static func chunk(_ delta: String, finish: String = "null") -> String {
        #"data: {"choices":[{"finish_reason":\#(finish),"index":0,"delta":\#(delta)}],"created":1,"id":"c-1","model":"small","object":"chat.completion.chunk"}"#
    }

    static func lines(_ events: [String]) -> String {
        events.map { $0 + "\n\n" }.joined()
    }
}
