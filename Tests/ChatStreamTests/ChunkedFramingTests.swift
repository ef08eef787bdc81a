import NIOCore
import NIOEmbedded
import NIOHTTP1
import Support
import Testing

@testable import ChatStream

@Suite("The chunked transfer coding", .light, .timeLimit(.minutes(40)))
struct ChunkedFramingTests {
    /// What comes of bytes in pieces: the data, and what is left for a general parser, from a border on.
    private func taken(_ pieces: [ArraySlice<UInt8>]) -> (data: [UInt8], rest: [UInt8]?, isBroken: Bool) {
        var framing = ChunkedFraming()
        var data: [UInt8] = []
        for (number, piece) in pieces.enumerated() {
            let finding = Array(piece).withUnsafeBytes { bytes in
                framing.feed(bytes) { data.append(contentsOf: bytes[$0]) }
            }
            switch finding {
            case .chunks: continue
            case .broken: return (data, nil, true)
            case .other(let index):
                let rest = framing.held + piece.dropFirst(index) + pieces[(number + 1)...].joined()
                return (data, Array(rest), false)
            }
        }
        return (data, nil, false)
    }

    /// What NIO's own parser makes of the same bytes behind a head.
    private func parsed(_ bytes: [UInt8]) throws -> (data: [UInt8], isOver: Bool) {
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(HTTPResponseDecoder()))
        try channel.pipeline.syncOperations.addHandler(HTTPRequestEncoder(), position: .first)
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
        try channel.writeOutbound(HTTPClientRequestPart.head(head))
        try channel.writeOutbound(HTTPClientRequestPart.end(nil))
        try channel.writeInbound(ByteBuffer(string: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
        try channel.writeInbound(ByteBuffer(bytes: bytes))
        var data: [UInt8] = []
        while let part = try channel.readInbound(as: HTTPClientResponsePart.self) {
            switch part {
            case .head: continue
            case .body(let body): data += Array(body.readableBytesView)
            case .end: return (data, true)
            }
        }
        return (data, false)
    }

    private func chunk(_ size: String, _ data: [UInt8]) -> [UInt8] {
        Array("\(size)\r\n".utf8) + data + Array("\r\n".utf8)
    }

    @Test("is taken off as NIO's parser takes it, in pieces of any size, up to the last chunk", arguments: 0..<40)
    func pieces(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        var whole: [UInt8] = []
        var data: [UInt8] = []
        for _ in 0..<Int.random(in: 0...12, using: &chance) {
            let length = Int.random(in: 1...300, using: &chance)
            let part = (0..<length).map { _ in UInt8.random(in: 0...255, using: &chance) }
            let zeros = String(repeating: "0", count: .random(in: 0...3, using: &chance))
            whole += chunk(zeros + String(length, radix: 16, uppercase: .random(using: &chance)), part)
            data += part
        }
        let end = Array(["0\r\n\r\n", "00\r\nTrailer: x\r\n\r\n"][Int.random(in: 0...1, using: &chance)].utf8)
        let bytes = whole + end
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        let longest = [1, 3, 40, 2000][Int.random(in: 0..<4, using: &chance)]
        while !rest.isEmpty {
            let size = Int.random(in: 1...longest, using: &chance)
            pieces.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        let result = taken(pieces)
        #expect(result.data == data)
        #expect(result.rest == end, "the last chunk is the parser's")
        let general = try parsed(bytes)
        #expect(general.data == data && general.isOver)
    }

    @Test(
        "is left to a general parser from the border on, where it is anything but plain",
        arguments: [
            "5;name=value\r\nhello\r\n", "5\nhello\r\n", "12345678\r\n", "x\r\n", "\r\n", "5 \r\nhello\r\n", "5\r\r",
        ])
    func others(line: String) {
        let first = chunk("3", Array("abc".utf8))
        let bytes = first + Array(line.utf8)
        for cut in first.count...bytes.count {
            let result = taken([bytes[..<cut], bytes[cut...]])
            #expect(result.data == Array("abc".utf8))
            #expect(result.rest == Array(line.utf8), "cut behind byte \(cut)")
        }
    }

    @Test(
        "is broken where a chunk does not end as its size says",
        arguments: ["3\r\nabcd\r\n", "3\r\nabc\n", "3\r\nabc\rx"])
    func broken(chunk: String) {
        let result = taken([Array(chunk.utf8)[...]])
        #expect(result.isBroken)
        #expect(result.data == Array("abc".utf8), "what came before is not lost")
    }
}

@Suite("The end of a head", .light, .timeLimit(.minutes(40)))
struct BlankLineTests {
    @Test(
        "is the first blank line, however lines end and the bytes are cut",
        arguments: ["\r\n\r\n", "\n\n", "\n\r\n", "\r\n\n"])
    func ends(blank: String) {
        let head = Array("HTTP/1.1 200 OK\r\nA: b\rc".utf8) + Array(blank.utf8)
        let bytes = head + Array("body\r\n\r\n".utf8)
        for cut in 0...bytes.count {
            var search = BlankLine()
            var end = Array(bytes[..<cut]).withUnsafeBytes { search.end(in: $0) }
            if end == nil { end = Array(bytes[cut...]).withUnsafeBytes { search.end(in: $0) }.map { $0 + cut } }
            #expect(end == head.count, "cut behind byte \(cut)")
        }
    }
}
