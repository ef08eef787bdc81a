import Support
import Testing

@testable import ChatStream

@Suite("However the network splits an answer")
struct SplittingTests {
    @Test("Two reads split at any byte hold the same events as one", arguments: Fixtures.all)
    func everyPosition(body: String) throws {
        try check(Array(body.utf8))
    }

    @Test("A real server's answers tell the same in one read, in two, and byte by byte", arguments: Fixtures.captures)
    func captures(capture: (name: String, body: [UInt8])) throws {
        try check(capture.body)
    }

    @Test("Any pieces tell the same as one", arguments: UInt64(1)...20)
    func anyPieces(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for body in Fixtures.all.map({ Array($0.utf8) }) {
            var rest = body[...]
            var pieces: [ArraySlice<UInt8>] = []
            while !rest.isEmpty {
                pieces.append(rest.prefix(Int.random(in: 1...40, using: &generator)))
                rest = rest.dropFirst(pieces.last?.count ?? 1)
            }
            let (whole, verdict) = try decode([body[...]])
            let (split, splitVerdict) = try decode(pieces)
            #expect(split == whole)
            #expect(splitVerdict == verdict)
        }
    }

    /// Equal events of the stream tell equal things, so that the costly decoding need not be done for each position; only
    /// at the start, where the form of the body is still to be told.
    private func check(_ body: [UInt8]) throws {
        let events = try events([body[...]])
        let (whole, verdict) = try decode([body[...]])
        for position in body.indices {
            let pieces = [body[..<position], body[position...]]
            // One failed position says enough.
            try #require(try self.events(pieces) == events, "split at byte \(position)")
            guard position < 12 else { continue }
            let (split, splitVerdict) = try decode(pieces)
            try #require(split == whole && splitVerdict == verdict, "split at byte \(position)")
        }
        let (single, singleVerdict) = try decode(body.indices.map { body[$0...$0] })
        #expect(single == whole)
        #expect(singleVerdict == verdict)
    }

    private func events(_ pieces: [ArraySlice<UInt8>]) throws -> [ServerSentEvent] {
        var decoder = ServerSentEventDecoder()
        var events: [ServerSentEvent] = []
        for piece in pieces { try decoder.feed(piece, into: &events) }
        try decoder.finish(into: &events)
        return events
    }
}
