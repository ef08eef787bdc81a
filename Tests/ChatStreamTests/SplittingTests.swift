import Support
import Testing

@testable import ChatStream

// One after the other, and giving way after each position: else they would keep every thread from the tests that wait.
@Suite("However the network splits an answer", .besideAnother, .serialized)
struct SplittingTests {
    @Test("Two reads split at any byte hold the same events as one", arguments: Fixtures.all)
    func everyPosition(body: String) async throws {
        try await check(Array(body.utf8))
    }

    @Test(
        "A real server's answers tell the same in one read, in two, and byte by byte (needs captures beside the checkout)",
        .enabled(if: !Fixtures.captures.isEmpty, "there is no ../shared/sse-captures beside this checkout"),
        arguments: Fixtures.captures)
    func captures(capture: Fixtures.Capture) async throws {
        try await check(capture.body)
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

    /// Typed events, not only lines: the whole way from bytes to meaning is taken anew for each position.
    private func check(_ body: [UInt8]) async throws {
        let (whole, verdict) = try decode([body[...]])
        for position in body.indices {
            await Task.yield()
            let (split, splitVerdict) = try decode([body[..<position], body[position...]])
            // One failed position says enough.
            try #require(split == whole && splitVerdict == verdict, "split at byte \(position)")
        }
        let (single, singleVerdict) = try decode(body.indices.map { body[$0...$0] })
        #expect(single == whole)
        #expect(singleVerdict == verdict)
    }
}
