/// The writes of a well-formed streamed answer.
enum StreamedAnswer {
    /// The head of a chunked event stream.
    static let head = Array(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n"
            .utf8)

    /// The last chunk of a chunked body.
    static let end = Array("0\r\n\r\n".utf8)

    private static let openingMark = Array(#""delta":{"role":"#.utf8)
    private static let contentMark = Array(#""delta":{"content":"#.utf8)

    /// Bytes as one chunk of a chunked body.
    static func chunk(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return Array(String(bytes.count, radix: 16).utf8) + Array("\r\n".utf8) + bytes + Array("\r\n".utf8)
    }

    static func opening(model: String) -> [UInt8] {
        event(model: model, delta: #"{"role":"assistant","content":null}"#, finish: nil)
    }

    static func content(_ text: String, model: String) -> [UInt8] {
        event(model: model, delta: #"{"content":"# + JSON.quoted(text) + "}", finish: nil)
    }

    static func finish(_ reason: String, model: String) -> [UInt8] {
        event(model: model, delta: "{}", finish: reason)
    }

    static func usage(prompt: Int, completion: Int, model: String) -> [UInt8] {
        let counts =
            #"{"prompt_tokens":\#(prompt),"completion_tokens":\#(completion),"total_tokens":\#(prompt + completion)}"#
        return chunk("data: {\(preamble(model)),\"choices\":[],\"usage\":\(counts)}\n\n")
    }

    static let done = chunk("data: [DONE]\n\n")

    /// Whether the write is the head or the chunk with the role.
    static func isOpening(_ write: [UInt8]) -> Bool {
        write.starts(with: "HTTP/".utf8) || write.contains(openingMark)
    }

    /// Whether the write is a piece of content.
    static func isContent(_ write: [UInt8]) -> Bool {
        write.contains(contentMark)
    }

    private static func event(model: String, delta: String, finish: String?) -> [UInt8] {
        let reason = finish.map(JSON.quoted) ?? "null"
        return chunk(
            "data: {\(preamble(model)),\"choices\":[{\"index\":0,\"delta\":\(delta),\"finish_reason\":\(reason)}]}\n\n"
        )
    }

    private static func preamble(_ model: String) -> String {
        #""id":"chatcmpl-scripted","object":"chat.completion.chunk","created":0,"model":"# + JSON.quoted(model)
    }
}
