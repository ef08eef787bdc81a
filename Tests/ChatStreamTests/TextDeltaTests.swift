import Support
import Testing

@testable import ChatStream

@Suite("The fast path of decoding", .light)
struct TextDeltaTests {
    static let chunks = [
        #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":" équipe"}}],"created":1.5e3,"model":"m"}"#,
        #"{"id":"c","model":null,"choices":[{"index":0,"delta":{"content":"\u6771\ud83c\uddeb\n\"\\\/\t"},"logprobs":null}]}"#,
        #" { "choices" : [ { "delta" : { "role" : "assistant" , "content" : "" } } ] , "usage" : null , "x" : [1,{"a":-0.1}] } "#,
        #"{"choices":[{"delta":{"content":null,"refusal":null,"reasoning":null},"finish_reason":null}],"object":"chunk"}"#,
    ]

    /// What is not for the fast path, because it says more than a text or is not sound.
    static let others = [
        #"{"choices":[]}"#, #"{"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}"#,
        #"{"choices":[{"delta":{"content":"a"},"index":1}]}"#,
        #"{"choices":[{"delta":{"content":"a","content":"b"}}]}"#,
        #"{"choices":[{"delta":{"c\u006fntent":"a"}}],"error":{"message":"m"}}"#, #"{"object":"error","choices":[{}]}"#,
        #"{"choices":[{"delta":{"reasoning":"hm"}}]}"#, #"{"choices":[{"delta":{"content":"\ud83"}}]}"#,
        #"{"choices":[{"delta":{"content":"a"}}]} x"#, #"{"choices":[{"delta":{"content":"a"}},{}]}"#, "", "{",
        "[DONE]",
    ]

    private func fast(_ data: String) -> String? {
        Array(data.utf8).withUnsafeBufferPointer { TextDelta($0)?.text }
    }

    @Test("It reads the chunks that streams consist of", arguments: zip(chunks, [" équipe", "東🇫\n\"\\/\t", "", ""]))
    func reads(chunk: String, text: String) {
        #expect(fast(chunk) == text)
    }

    @Test("It gives up on everything that says more", arguments: others)
    func givesUp(chunk: String) {
        #expect(fast(chunk) == nil)
    }

    @Test("It never says anything else than the general decoder, whatever the bytes", arguments: UInt64(1)...20)
    func agrees(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let spices = Array(#"{}[]",:\u0nulltrue19.-eE "#.utf8)
        var decoder = ChatEventDecoder()
        _ = decoder.decode(ServerSentEvent(data: #"{"choices":[]}"#))
        var answered = 0
        for _ in 0..<500 {
            var bytes = Array(try #require((Self.chunks + Self.others).randomElement(using: &generator)).utf8)
            for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                let spice = try #require(spices.randomElement(using: &generator))
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = spice
                case 1: bytes.insert(spice, at: index)
                default: bytes.remove(at: index)
                }
            }
            let event = ServerSentEvent(data: String(decoding: bytes, as: UTF8.self))
            guard let text = fast(event.data) else { continue }
            answered += 1
            try #require(decoder.decodeAnything(event) == (text.isEmpty ? [] : [.text(text)]), "\(event.data)")
        }
        #expect(answered > 50)
    }
}
