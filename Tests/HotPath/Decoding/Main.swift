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
        let answer = Answer(chunks: count)
        let reads = arguments[1] == "bulk" ? answer.largeReads : answer.reads
        var reply = Reply(
            endpoint: try ChatEndpoint(name: "e", baseURL: "http://h/v1", apiKey: nil),
            contentType: "text/event-stream")
        var (events, text) = ([ChatEvent](), 0)
        for read in reads {
            read.withUnsafeBytes { reply.receive($0, into: &events) }
            for case .text(let words) in events { text += words.utf8.count }
            events.removeAll(keepingCapacity: true)
        }
        guard text == answer.textCount else { fatalError("\(text) bytes of text, not \(answer.textCount)") }
    }
}

/// What the server sends, made before anything is counted in earnest: what that takes is the same for each chunk.
private struct Answer {
    private(set) var reads: [[UInt8]] = []
    private(set) var textCount = 0

    init(chunks: Int) {
        let words = ["El", " río", " era", " tranquilo", ",", " y", " nadie", " \\\"veía\\\"", " 月亮", "\\n"]
        for number in 0..<chunks {
            let word = words[number % words.count]
            textCount += word.replacing("\\n", with: "\n").replacing("\\\"", with: "\"").utf8.count
            reads.append(
                Array(
                    (#"data: {"id":"chatcmpl-7","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":"#
                        + #"[{"index":0,"delta":{"content":""# + word + "\"},\"finish_reason\":null}]}\n\n").utf8))
        }
    }

    /// The same in reads of 64 chunks.
    var largeReads: [[UInt8]] {
        stride(from: 0, to: reads.count, by: 64).map { start in
            Array(reads[start..<min(start + 64, reads.count)].joined())
        }
    }
}
