import Foundation
import Support
import Testing

@testable import ChatStream

@Suite("A body that means harm", .light)
struct HostileBodyTests {
    private func event(_ delta: String, more: String = "") -> String {
        #"data: {"choices":[{"index":0,"delta":\#(delta)}]\#(more)}"# + "\n\n"
    }

    private let finish = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"

    @Test("JSON nested 100,000 deep is undecodable, wherever it stands, and the events around it count")
    func nested() throws {
        for opening in ["[", #"{"a":"#] {
            let deep = String(repeating: opening, count: 100_000)
            for bad in [
                "data: \(deep)\n\n", event(#"{"content":\#(deep)"#), event(#"{"role":\#(deep)"#),
                "data: {\"error\":\(deep)\n\n", event(#"{"content":"lost","x":\#(deep)"#),
            ] {
                let (events, verdict) = try decode(event(#"{"content":"a"}"#) + bad + finish)
                #expect(events.text == "a")
                #expect(events.contains { if case .undecodable = $0 { true } else { false } })
                #expect(verdict == .complete)
            }
        }
    }

    @Test("JSON as deep as the limit is read the same by the fast path and the general one")
    func nestedToTheLimit() throws {
        for depth in 25...35 {
            let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            for chunk in [
                #"{"choices":[{"delta":{"content":"a"}}],"x":\#(deep)}"#,
                #"{"choices":[{"delta":{"content":"a"},"x":\#(deep)}]}"#,
                #"{"choices":[{"delta":{"content":"a","x":\#(deep)}}]}"#,
            ] {
                let fast = Array(chunk.utf8).withUnsafeBufferPointer { TextDelta($0)?.text }
                #expect((fast != nil) == (JSONValue(json: chunk) != nil), "\(depth) deep")
            }
        }
    }

    @Test("An error's body or a completion nested 100,000 deep is quoted, not read")
    func nestedDocument() throws {
        let (_, verdict) = try decode(String(repeating: #"{"a":"#, count: 100_000))
        #expect(verdict?.kind == .notAnEventStream)
        let (_, error) = try decode("event: error\ndata: " + String(repeating: "[", count: 100_000) + "\n\n")
        #expect(error?.kind == .serverError)
    }

    @Test("A megabyte of numbers in the place of an error takes no longer than a megabyte of anything")
    func manyValues() throws {
        let numbers = "[" + Array(repeating: "0", count: 500_000).joined(separator: ",") + "]"
        // Of this thread alone: how busy the machine is does not matter.
        let start = processorTime()
        for body in [
            "data: {\"error\":\(numbers)}\n\n", event(#"{"content":"a"}"#, more: ",\"usage\":\(numbers)"),
            event("{\"content\":\(numbers)}"),
        ] {
            _ = try decode(body)
        }
        // Measured: 1 s in a debug build for all three; Foundation's decoder takes longer for one.
        #expect(processorTime() - start < .seconds(Sanitizer.isOn ? 60 : 5))
    }

    private func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    @Test("U+0000 in the text becomes U+FFFD, by the fast path and by the general one")
    func zero() throws {
        let (events, _) = try decode(
            event(#"{"content":"a\u0000b"}"#) + event(#"{"content":"c\u0000d"}"#)
                + event(#"{"content":"e\u0000","reasoning":"hm"}"#))
        #expect(events.text == "a\u{FFFD}bc\u{FFFD}de\u{FFFD}")
    }

    @Test(
        "Half of a surrogate pair becomes U+FFFD and costs no other text",
        arguments: [
            (#"a\ud83cb"#, "a\u{FFFD}b"), (#"a\uddebb"#, "a\u{FFFD}b"), (#"\ud83c\ud83c\uddeb"#, "\u{FFFD}🇫"),
            (#"\ud83c\n"#, "\u{FFFD}\n"), (#"\ud83c\\u"#, "\u{FFFD}\\u"), (#"x\ud83c"#, "x\u{FFFD}"),
        ])
    func surrogates(escaped: String, text: String) throws {
        let (events, _) = try decode(
            event(#"{"content":"\#(escaped)"}"#) + event(#"{"content":"\#(escaped)","reasoning":"hm"}"#))
        #expect(events.text == text + text)
    }

    @Test("Invalid UTF-8 becomes U+FFFD and costs no other text")
    func invalidUTF8() throws {
        let start = Array(event(#"{"content":"a"}"#).utf8)
        let broken =
            Array(#"data: {"choices":[{"delta":{"content":"b"#.utf8) + [0xFF, 0xC3] + Array("c\"}}]}\n\n".utf8)
        let (events, _) = try decode([start[...], broken[...]])
        #expect(events.text == "ab\u{FFFD}\u{FFFD}c")
    }

    @Test(
        "Counts that cannot be are left out, and cost neither text nor finish reason",
        arguments: [
            ("-1", nil), ("9223372036854775807", nil), ("1e300", nil), ("1e999", nil), ("3.0", 3), ("3.5", 3),
            (#""7""#, nil), ("[]", nil), ("1000000000", 1_000_000_000),
        ] as [(String, Int?)])
    func usage(count: String, expected: Int?) throws {
        let (events, verdict) = try decode(
            event(#"{"content":"a"}"#, more: #","usage":{"prompt_tokens":\#(count)}"#)
                + #"data: {"choices":[{"finish_reason":"stop"}],"usage":{"completion_tokens":\#(count)}}"# + "\n\n")
        #expect(events.text == "a")
        #expect(verdict == .complete)
        let counts = expected.map { [TokenUsage(prompt: $0, completion: 0), TokenUsage(prompt: 0, completion: $0)] }
        let told = events.compactMap { if case .usage(let usage) = $0 { usage } else { nil } }
        #expect(told == (counts ?? []))
    }

    @Test("An index that is none counts as the first choice's, a huge one as another's")
    func index() throws {
        let (events, _) = try decode(
            [#""0""#, "null", "0.0", "[]", "1e300", "99999999999999999999", "1"].enumerated().map { number, index in
                #"data: {"choices":[{"index":\#(index),"delta":{"content":"\#(number)"}}]}"# + "\n\n"
            }.joined())
        #expect(events.text == "0123")
    }

    @Test("A finish reason of any type and length is a short word without control characters")
    func finishReason() throws {
        for reason in ["\"\(String(repeating: "x", count: 900_000))\"", #""\u001b[2J\nx""#, "7"] {
            let (events, _) = try decode(#"data: {"choices":[{"delta":{},"finish_reason":\#(reason)}]}"# + "\n\n")
            guard case .finished(.other(let word)) = events.last else {
                Issue.record("there is to be another finish reason, not \(events)")
                continue
            }
            #expect(word.count <= 101 && !word.contains("\u{1B}") && !word.contains("\n"))
        }
    }

    @Test("A model's name and a refusal are short and without control characters")
    func words() throws {
        let long = String(repeating: "x", count: 100_000)
        let (events, _) = try decode(
            #"data: {"model":"\u001b]0;\u009b\#(long)","choices":[{"delta":{"refusal":"\u001b[2J\u202e\#(long)"}}]}"#
                + "\n\n")
        guard case .started(let model?) = events.first, case .refusal(let words) = events.last else {
            Issue.record("there is to be a start and a refusal, not \(events)")
            return
        }
        for text in [model, words] {
            #expect(text.count <= 501)
            #expect(!text.unicodeScalars.contains { ["\u{1B}", "\u{9B}", "\u{202E}"].contains($0) })
        }
    }

    @Test("An error's words are as long as their scalars, not as their characters")
    func combiningMarks() throws {
        let tower = "a" + String(repeating: "\u{301}", count: 50_000)
        let (_, verdict) = try decode(#"data: {"error":{"message":"\#(tower)"}}"# + "\n\n")
        guard case .failed(let error) = verdict else {
            Issue.record("the error is to be told")
            return
        }
        #expect(error.message.unicodeScalars.count <= EndpointError.longestMessage + 1)
    }

    @Test(
        "What a body is does not depend on how the network split it",
        arguments: [
            String(repeating: " ", count: 250) + #"{"choices":[]}"#, "\u{FEFF}{\"choices\":[]}",
            String(repeating: "\n", count: 195) + "data: {}\n\n", "<html>" + String(repeating: "x", count: 300),
        ])
    func form(body: String) throws {
        let bytes = Array(body.utf8)
        for contentType in ["text/event-stream", nil] {
            let whole = try told([bytes[...]], contentType)
            for position in bytes.indices {
                let split = try told([bytes[..<position], bytes[position...]], contentType)
                try #require(split == whole, "split at byte \(position)")
            }
        }
    }

    private func told(_ pieces: [ArraySlice<UInt8>], _ contentType: String?) throws -> Reply.Verdict? {
        var reply = Reply(endpoint: try ChatEndpoint(name: "e", baseURL: "http://h/v1"), contentType: contentType)
        var events: [ChatEvent] = []
        for piece in pieces { piece.withUnsafeBytes { reply.receive($0, into: &events) } }
        reply.end(.complete, into: &events)
        return reply.verdict
    }

    @Test("A line past the limit is refused in one piece as in many, be it a comment")
    func longLine() {
        let bytes = Array((":" + String(repeating: "x", count: 100) + "\n").utf8)
        for size in [1, 50, 64, 1000] {
            var decoder = ServerSentEventDecoder(limit: 64)
            var found: [ServerSentEvent] = []
            #expect(throws: ServerSentEventDecoder.Oversized.self, "in pieces of \(size)") {
                for start in stride(from: 0, to: bytes.count, by: size) {
                    try decoder.feed(bytes[start..<min(start + size, bytes.count)], into: &found)
                }
            }
        }
    }
}
