import Foundation

// libFuzzer's entry: whatever the bytes of an answer are, its decoders must not trap, must not care how the network has
// split them, and the fast path must say what the general one says. `Tests/Fuzz/run` compiles this together with those
// files of ChatStream that need no network, as one module.

/// Called by libFuzzer for each input; a failed expectation ends the process, which is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    Splits(of: bytes).check()
    checkMeaning(bytes)
    checkWords(String(decoding: bytes, as: UTF8.self))
    return 0
}

/// Ends the process: with what was expected, and so that the debugger's stack shows where.
func expect(_ holds: Bool, _ fact: @autoclosure () -> String) {
    if !holds { fatalError("expected: \(fact())") }
}

/// The same bytes in one piece, byte by byte, and in pieces whose sizes the input itself chooses.
private struct Splits {
    let bytes: [UInt8]
    let ways: [[ArraySlice<UInt8>]]

    init(of bytes: [UInt8]) {
        self.bytes = bytes
        // The last bytes choose: libFuzzer finds out what they do, and the corpus stays what servers send.
        var seed = bytes.suffix(4).reduce(UInt64(bytes.count)) { $0 &* 0x100_0000_01B3 ^ UInt64($1) }
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let size = 1 + Int(seed >> 33) % (seed >> 60 == 0 ? 1 : 64)
            pieces.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        ways = [pieces] + (bytes.count <= 256 ? [bytes.indices.map { bytes[$0...$0] }] : [])
    }

    func check() {
        let lines = lines([bytes[...]])
        let chunks = Self.chunks([bytes[...]])
        let answers = Self.answers.map { $0([bytes[...]]) }
        for pieces in ways {
            expect(self.lines(pieces) == lines, "events that do not depend on how the bytes were split")
            expect(Self.chunks(pieces) == chunks, "chunks that do not depend on how the bytes were split")
            for (answer, whole) in zip(Self.answers, answers) {
                expect(answer(pieces) == whole, "an answer that does not depend on how the bytes were split")
            }
        }
    }

    private struct Chunks: Equatable {
        var data: [UInt8] = []
        /// What is left for a general parser.
        var rest: [UInt8]?
        var isBroken = false
    }

    private static func chunks(_ pieces: [ArraySlice<UInt8>]) -> Chunks {
        var framing = ChunkedFraming()
        var chunks = Chunks()
        for (number, piece) in pieces.enumerated() {
            let finding = piece.withUnsafeBytes { bytes in
                framing.feed(bytes) { chunks.data.append(contentsOf: bytes[$0]) }
            }
            switch finding {
            case .chunks: continue
            case .broken:
                chunks.isBroken = true
                return chunks
            case .other(let index):
                chunks.rest = framing.held + piece.dropFirst(index) + pieces[(number + 1)...].joined()
                return chunks
            }
        }
        return chunks
    }

    private struct Lines: Equatable {
        var events: [ServerSentEvent] = []
        var isOversized = false
        var comments = 0
        var retry: Int?
    }

    /// With a limit so small that it is reached.
    private func lines(_ pieces: [ArraySlice<UInt8>]) -> Lines {
        var decoder = ServerSentEventDecoder(limit: 256)
        var lines = Lines()
        do throws(ServerSentEventDecoder.Oversized) {
            for piece in pieces { try decoder.feed(piece, into: &lines.events) }
            try decoder.finish(into: &lines.events)
        } catch {
            lines.isOversized = true
        }
        expect(lines.events.allSatisfy { $0.data.utf8.count <= 3 * 256 }, "no event longer than the limit")
        (lines.comments, lines.retry) = (decoder.comments, decoder.retry)
        return lines
    }

    private struct Told: Equatable {
        var events: [ChatEvent]
        var verdict: Reply.Verdict?
    }

    /// As an event stream that ends cleanly, and as an answer without a label that is cut.
    private static let answers: [@Sendable ([ArraySlice<UInt8>]) -> Told] = [
        { told($0, contentType: "text/event-stream", end: .complete) },
        { told($0, contentType: nil, end: .lost(Lost())) },
    ]

    private static func told(_ pieces: [ArraySlice<UInt8>], contentType: String?, end: Inbox.End) -> Told {
        guard let endpoint else { fatalError("expected: an endpoint") }
        var reply = Reply(endpoint: endpoint, contentType: contentType)
        var events: [ChatEvent] = []
        for piece in pieces { piece.withUnsafeBytes { reply.receive($0, into: &events) } }
        reply.end(end, into: &events)
        expect(reply.verdict != nil, "a verdict at the end")
        for case .text(let text) in events {
            expect(!text.isEmpty && !text.utf8.contains(0), "text, and none with U+0000 in it")
        }
        return Told(events: events, verdict: reply.verdict)
    }

    private static let endpoint = try? ChatEndpoint(name: "e", baseURL: "http://h/v1", apiKey: APIKey("secret"))
}

private struct Lost: Error {}

/// The data of each event, and the input itself as such data: the fast path, the general one, and Foundation's reader.
private func checkMeaning(_ bytes: [UInt8]) {
    var lines = ServerSentEventDecoder()
    var events = [ServerSentEvent(data: String(decoding: bytes, as: UTF8.self))]
    do { try lines.feed(bytes, into: &events) } catch {}
    checkFrames(Array(events.prefix(8)))
    checkFrames(Array(repeating: events[0], count: 2) + mutations(of: bytes))
    for event in events.prefix(8) {
        let data = Array(event.data.utf8)
        checkFastPath(event, data)
        let value = JSONValue(json: data)
        let isSkipped = data.withUnsafeBufferPointer { buffer in
            var cursor = JSONCursor(bytes: buffer)
            return cursor.skipValue() && cursor.isAtEnd
        }
        expect((value != nil) == isSkipped, "what can be read can be skipped")
        checkAgainstFoundation(value, data)
    }
}

private func checkFastPath(_ event: ServerSentEvent, _ data: [UInt8]) {
    guard event.type != "error", let text = data.withUnsafeBufferPointer({ TextDelta($0)?.text }) else { return }
    var decoder = ChatEventDecoder()
    _ = decoder.decode(ServerSentEvent(data: #"{"choices":[]}"#))
    expect(decoder.decodeAnything(event) == (text.isEmpty ? [] : [.text(text)]), "the fast path to say the same")
}

/// The input with its middle changed, as the next chunk of the same answer may be.
private func mutations(of bytes: [UInt8]) -> [ServerSentEvent] {
    guard let seed = bytes.last else { return [] }
    return [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "}"), 0x0A, 0x80, seed].map { byte in
        var changed = bytes
        changed[(bytes.count / 2 + Int(seed)) % bytes.count] = byte
        return ServerSentEvent(data: String(decoding: changed, as: UTF8.self))
    }
}

/// Each event after another: what is told with the frame of the one before is what is told without.
private func checkFrames(_ events: [ServerSentEvent]) {
    var (framed, plain) = (ChatEventDecoder(), ChatEventDecoder())
    for event in [ServerSentEvent(data: #"{"choices":[]}"#)] + events {
        let told = framed.decode(event)
        // The frame knows of text alone; whatever else is told, either has read in full.
        expect(told == plain.decodeAnything(event), "an event to mean the same behind another")
    }
}

/// Two readers of JSON that nobody has copied from each other must agree.
///
/// Left out is where they differ on purpose: halves of surrogate pairs and U+0000, numbers beyond a double, and depth.
private func checkAgainstFoundation(_ value: JSONValue?, _ data: [UInt8]) {
    let text = String(decoding: data, as: UTF8.self)
    guard data.count <= 200, !data.contains(0), !text.lowercased().contains("\\ud"), !text.contains("\\u0000"),
        !text.hasPrefix("\u{FEFF}"), text.count(where: { $0 == "[" || $0 == "{" }) <= 32
    else { return }
    let theirs = try? JSONDecoder().decode(JSONValue.self, from: Data(data))
    if let value, !value.hasInfinity {
        expect(theirs.map { value.isSame(as: $0) } ?? false, "Foundation to read the same")
    } else if value == nil, !hasTrailingComma(text) {
        expect(theirs == nil, "Foundation not to read what is no JSON")
    }
}

/// Whether a comma stands before a closing brace or bracket, which Foundation reads and RFC 8259 does not know.
private func hasTrailingComma(_ text: String) -> Bool {
    let signs = text.utf8.filter { $0 > 0x20 }
    return zip(signs, signs.dropFirst()).contains { $0 == UInt8(ascii: ",") && "]}".utf8.contains($1) }
}

extension JSONValue {
    fileprivate var hasInfinity: Bool {
        switch self {
        case .number(let number): number.isInfinite
        case .array(let elements): elements.contains(where: \.hasInfinity)
        case .object(let members): members.values.contains(where: \.hasInfinity)
        default: false
        }
    }

    private var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// Equal, where 1 and 1.0 are the same number, and of a key that stands twice either value will do.
    fileprivate func isSame(as other: JSONValue) -> Bool {
        switch (self, other) {
        case (.array(let one), .array(let two)):
            one.count == two.count && zip(one, two).allSatisfy { $0.isSame(as: $1) }
        case (.object(let one), .object(let two)): Set(one.keys) == Set(two.keys)
        case (.string(let one), .string(let two)): Array(one.utf8) == Array(two.utf8)
        default: double.map { $0 == other.double } ?? (self == other)
        }
    }
}

/// What is quoted from endpoints in logs and messages.
private func checkWords(_ text: String) {
    let quoted = text.quotable(upTo: 50)
    expect(quoted.unicodeScalars.count <= 51, "a quotation that is not too long")
    expect(
        quoted.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }, "a quotation without controls")
    _ = HTTPDate.parse(text)
    _ = APIKey("ab")?.redacted(from: text)
}
