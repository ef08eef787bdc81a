import Foundation

// Reads an answer of a fixed number of chunks, as a server sends it, so that what that takes can be counted:
// `decoding bulk|paced CHUNKS`. `Tests/HotPath/run` compiles this together with those files of ChatStream that need no
// network, as one module.

@main
enum Main {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let count = Int(arguments[2]), ["bulk", "paced"].contains(arguments[1]) else {
            fatalError("usage: decoding bulk|paced CHUNKS")
        }
        let answer = Answer()
        var reply = Reply(
            endpoint: try ChatEndpoint(name: "e", baseURL: "http://h/v1", apiKey: nil),
            contentType: "text/event-stream")
        var (events, text) = ([ChatEvent](), 0)
        for number in 0..<count / (arguments[1] == "bulk" ? answer.reads.count : 1) {
            let read = arguments[1] == "bulk" ? answer.all : answer.reads[number % answer.reads.count]
            read.withUnsafeBytes { reply.receive($0, into: &events) }
            for case .text(let words) in events { text += words.utf8.count }
            events.removeAll(keepingCapacity: true)
        }
        let wanted = count / answer.reads.count * answer.textCount
        guard text == wanted else { fatalError("\(text) bytes of text, not \(wanted)") }
    }
}

/// What the server sends, made once: 64 chunks, and again and again the same.
private struct Answer {
    private(set) var reads: [[UInt8]] = []
    /// All chunks in one read.
    let all: [UInt8]
    private(set) var textCount = 0

    init() {
        let words = ["El", " río", " era", " tranquilo", ",", " y", " nadie", " \\\"veía\\\"", " 月亮", "\\n"]
        for number in 0..<64 {
            let word = words[number % words.count]
            textCount += word.replacing("\\n", with: "\n").replacing("\\\"", with: "\"").utf8.count
            reads.append(
                Array(
                    (#"data: {"id":"chatcmpl-7","object":"chat.completion.chunk","created":1700000000,"model":"m","#
                        + #""choices":[{"index":0,"delta":{"content":""# + word + "\"},\"finish_reason\":null}]}\n\n")
                        .utf8
                ))
        }
        all = Array(reads.joined())
    }
}
