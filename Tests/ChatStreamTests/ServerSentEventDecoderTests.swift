import ChatStream
import Support
import Testing

@Suite("Server-sent events", .light)
struct ServerSentEventDecoderTests {
    private func events(_ pieces: String...) throws -> [ServerSentEvent] {
        var decoder = ServerSentEventDecoder()
        var events: [ServerSentEvent] = []
        for piece in pieces { try decoder.feed(Array(piece.utf8), into: &events) }
        try decoder.finish(into: &events)
        return events
    }

    @Test("Lines end with LF, CR or CRLF", arguments: ["\n", "\r", "\r\n"])
    func lineEndings(end: String) throws {
        let stream = ["data: a", "data: b", "", "data: c", "", ""].joined(separator: end)
        #expect(try events(stream).map(\.data) == ["a\nb", "c"])
    }

    @Test("CR and LF that come in two reads are one line ending")
    func splitLineEnding() throws {
        #expect(try events("data: a\r", "\ndata: b\r", "\n\r", "\ndata: c\r\r").map(\.data) == ["a\nb", "c"])
    }

    @Test("One byte-order mark is dropped, however it is split, and a second is part of the line")
    func byteOrderMark() throws {
        #expect(try events("\u{FEFF}data: a\n\n").map(\.data) == ["a"])
        #expect(try events("\u{FEFF}\u{FEFF}data: a\n\n").isEmpty)
        var decoder = ServerSentEventDecoder()
        var found: [ServerSentEvent] = []
        for byte in Array("\u{FEFF}data: a\n\n".utf8) { try decoder.feed([byte], into: &found) }
        #expect(found.map(\.data) == ["a"])
    }

    @Test("Comments are counted and tell nothing else")
    func comments() throws {
        var decoder = ServerSentEventDecoder()
        var found: [ServerSentEvent] = []
        try decoder.feed(Array(":\n\n: ping\n\n:data: x\n\n".utf8), into: &found)
        #expect(found.isEmpty)
        #expect(decoder.comments == 3)
    }

    @Test("One space after the colon is dropped, no more, and none is needed")
    func spaceAfterColon() throws {
        #expect(
            try events("data:a\n\ndata: a\n\ndata:  a\n\ndata\n\ndata:\n\n").map(\.data) == ["a", "a", " a", "", ""])
    }

    @Test("The example of the standard with two data lines and the one with a type decode as it says")
    func standardExamples() throws {
        #expect(try events("data: YHOO\ndata: +2\ndata: 10\n\n").map(\.data) == ["YHOO\n+2\n10"])
        let typed = try events("event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\ndata: x\n\n")
        #expect(typed.map(\.type) == ["add", "remove", nil])
        // Third example: a comment, an id, an id reset by an empty field, and a leading space.
        let ids = try events(
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n")
        #expect(ids.map(\.id) == ["1", "", ""])
        #expect(ids.map(\.data) == ["first event", "second event", " third event"])
    }

    @Test("Unknown fields are ignored, a retry must be a number, an id must not hold NUL")
    func otherFields() throws {
        var decoder = ServerSentEventDecoder()
        var found: [ServerSentEvent] = []
        try decoder.feed(Array("colour: red\nretry: 12\nretry: soon\nid: a\0b\ndata: x\n\n".utf8), into: &found)
        #expect(found == [ServerSentEvent(data: "x")])
        #expect(decoder.retry == 12)
    }

    @Test("An event without data is none, and its type does not stick")
    func noData() throws {
        #expect(try events("event: error\n\ndata: x\n\n") == [ServerSentEvent(data: "x")])
    }

    @Test("A last event is delivered without a blank line, and without any line ending")
    func unfinished() throws {
        #expect(try events("data: a\n\ndata: b\n").map(\.data) == ["a", "b"])
        #expect(try events("data: a\n\ndata: b").map(\.data) == ["a", "b"])
    }

    @Test("A line or an event past the limit is refused, after the events before it")
    func oversized() throws {
        for tail in ["data: " + String(repeating: "x", count: 100), String(repeating: "data: xxxxxxxx\n", count: 20)] {
            var decoder = ServerSentEventDecoder(limit: 64)
            var found: [ServerSentEvent] = []
            #expect(throws: ServerSentEventDecoder.Oversized.self) {
                try decoder.feed(Array(("data: good\n\n" + tail).utf8), into: &found)
            }
            #expect(found.map(\.data) == ["good"])
        }
    }
}
