import Foundation

// Reads an answer of a fixed number of chunks, as a server sends it, so that what that takes can be counted:
// `decoding bulk|paced|chunked-bulk|chunked-paced CHUNKS`, the latter two in the transfer coding of HTTP/1.1.
// `Tests/HotPath/run` compiles this together with those files of ChatStream that need no network, as one module.

@main
enum Main {
    static func main() throws {
        let arguments = CommandLine.arguments
        let modes = ["bulk", "paced", "chunked-bulk", "chunked-paced"]
        guard arguments.count == 3, let count = Int(arguments[2]), modes.contains(arguments[1]) else {
            fatalError("usage: decoding \(modes.joined(separator: "|")) CHUNKS")
        }
        let (isBulk, isChunked) = (arguments[1].hasSuffix("bulk"), arguments[1].hasPrefix("chunked"))
        let answer = Answer(isChunked: isChunked)
        var reply = Reply(
            endpoint: try ChatEndpoint(name: "e", baseURL: "http://h/v1", apiKey: nil),
            contentType: "text/event-stream")
        var framing = ChunkedFraming()
        var (events, text) = ([ChatEvent](), 0)
        for number in 0..<count / (isBulk ? answer.reads.count : 1) {
            let read = isBulk ? answer.all : answer.reads[number % answer.reads.count]
            read.withUnsafeBytes { bytes in
                guard isChunked else { return reply.receive(bytes, into: &events) }
                // As `BodyTap` does: one chunk is read where it lies, and several are handed on in one piece.
                var ranges: (first: Range<Int>?, gathered: [UInt8]) = (nil, [])
                let finding = framing.feed(bytes) { range in
                    guard let first = ranges.first else { return ranges.first = range }
                    if ranges.gathered.isEmpty {
                        ranges.gathered.reserveCapacity(bytes.count)
                        ranges.gathered.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[first]))
                    }
                    ranges.gathered.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[range]))
                }
                guard finding == .chunks, let first = ranges.first else { fatalError("\(finding)") }
                if ranges.gathered.isEmpty {
                    reply.receive(UnsafeRawBufferPointer(rebasing: bytes[first]), into: &events)
                } else {
                    ranges.gathered.withUnsafeBytes { reply.receive($0, into: &events) }
                }
            }
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

    init(isChunked: Bool) {
        let words = ["El", " río", " era", " tranquilo", ",", " y", " nadie", " \\\"veía\\\"", " 月亮", "\\n"]
        for number in 0..<64 {
            let word = words[number % words.count]
            textCount += word.replacing("\\n", with: "\n").replacing("\\\"", with: "\"").utf8.count
            let event =
                #"data: {"id":"chatcmpl-7","object":"chat.completion.chunk","created":1700000000,"model":"m","#
                + #""choices":[{"index":0,"delta":{"content":""# + word + "\"},\"finish_reason\":null}]}\n\n"
            reads.append(
                Array((isChunked ? "\(String(event.utf8.count, radix: 16))\r\n\(event)\r\n" : event).utf8))
        }
        all = Array(reads.joined())
    }
}
