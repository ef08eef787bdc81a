import ScriptedEndpoint
import Support
import Testing

@Suite("A scripted answer", .light)
struct AnswerTests {
    private let answer = Answer.events(["Der", " \"Hafen\"\n", " 東京"], model: "m", usage: (5, 3))

    private func sends(_ answer: Answer) -> [[UInt8]] {
        answer.steps.compactMap { if case .send(let bytes) = $0 { bytes } else { nil } }
    }

    private func text(_ answer: Answer) -> String { String(decoding: answer.bytes, as: UTF8.self) }

    @Test("A stream is a write for each thing it tells")
    func writes() {
        // Head, role, three texts, finish, usage, [DONE], the last chunk of the body.
        #expect(sends(answer).count == 9)
        #expect(text(answer).hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(text(answer).contains(#""delta":{"content":" \"Hafen\"\n"}"#))
        #expect(
            text(answer).contains(#""choices":[],"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}"#))
        #expect(text(answer).hasSuffix("data: [DONE]\n\n\r\n0\r\n\r\n"))
    }

    @Test("What is not asked for is not sent")
    func optional() {
        let bare = Answer.events(["a"], finish: nil, done: false)
        #expect(!text(bare).contains("[DONE]"))
        #expect(!text(bare).contains("usage"))
        #expect(!text(bare).contains(#""finish_reason":""#))
    }

    @Test("A pace is a pause before each piece of content")
    func pace() {
        let paced = Answer.events(["a", "b"], pace: .seconds(3))
        #expect(paced.steps.filter { $0 == .delay(.seconds(3)) }.count == 2)
        #expect(paced.bytes == Answer.events(["a", "b"]).bytes)
    }

    @Test("Split, the bytes stay the same and no write is longer than asked", arguments: [1, 2, 5, 1000])
    func split(size: Int) {
        let split = answer.split(every: size)
        #expect(split.bytes == answer.bytes)
        #expect(sends(split).allSatisfy { (1...size).contains($0.count) })
    }

    @Test("Cut after any byte, exactly the bytes before it are sent, and then the ending")
    func cutAfterBytes() {
        for n in 0..<answer.bytes.count {
            let cut = answer.cut(afterBytes: n, by: .reset)
            #expect(cut.bytes == Array(answer.bytes.prefix(n)))
            #expect(cut.steps.last == .reset)
        }
        #expect(answer.cut(afterBytes: answer.bytes.count, by: .close) == answer)
    }

    @Test(
        "Cut after any chunk, exactly so many pieces of content are sent, and then the ending",
        arguments: [(Answer.Ending.close, Step.close), (.reset, .reset), (.stall, .stall)])
    func cutAfterChunks(ending: Answer.Ending, step: Step) {
        for n in 0...3 {
            let cut = answer.cut(afterChunks: n, by: ending)
            #expect(sends(cut).count == 2 + n)
            #expect(cut.steps.last == step)
            #expect(!text(cut).contains(#""finish_reason":"stop""#))
        }
        #expect(answer.cut(afterChunks: 4, by: ending) == answer)
    }

    @Test("An error has its status, its headers and the length of its body")
    func error() {
        let error = Answer.error(status: 429, headers: [("Retry-After", "7")], body: "{é}")
        #expect(text(error).hasPrefix("HTTP/1.1 429 "))
        #expect(text(error).contains("\r\nContent-Length: 4\r\n"))
        #expect(text(error).contains("\r\nRetry-After: 7\r\n"))
        #expect(text(error).hasSuffix("\r\n\r\n{é}"))
    }
}
