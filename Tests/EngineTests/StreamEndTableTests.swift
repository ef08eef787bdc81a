import ChatStream
import Engine
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

/// The ways in which streams end, as servers have been seen to end them, each with what it means.
@Suite("How a stream ends", .besideAnother, .timeLimit(.minutes(40)))
struct StreamEndTableTests {
    /// What is seen, and what it means.
    struct Row: Sendable, CustomTestStringConvertible {
        let seen: String
        let means: Meaning
        var maxTokens: Int?
        var timeouts = ChatTimeouts()
        /// The first answer, given the chunks of the whole translation; the second is a good one.
        let answer: @Sendable ([String]) -> Answer
        var testDescription: String { seen }
    }

    enum Meaning: Sendable {
        /// One request, and the whole text.
        case done
        /// Two requests, the second from the text so far, and the whole text; the first is noted with these words.
        case interrupted(String)
        /// As `interrupted`; some of what was sent may have been lost on its way.
        case broken
        /// One request, the text so far kept, and the job failed.
        case permanent(kind: String)
    }

    /// After so many words the answers of this table break off.
    private static let cut = 9
    private static let source = words(24)
    private static let chunks = DeterministicTranslator().chunks(
        of: DeterministicTranslator().translation(of: source))
    private static let beginning = Array(chunks.prefix(cut))
    /// What goes back to the model: the last word may not have been whole.
    private static let sentBack = chunks.prefix(cut - 1).joined()
    private static let ping = Array("7\r\n: ping\n\r\n".utf8)

    private static let rows: [Row] = [
        Row(seen: "stop, then [DONE]", means: .done) { .events($0) },
        Row(seen: "stop, and the body ends without [DONE]", means: .done) { .events($0, done: false) },
        Row(seen: "stop, and neither [DONE] nor the end of the body ever comes", means: .done) {
            .events($0, then: [Event.finish("stop")], ending: .stall)
        },
        Row(seen: "stop, then the connection is closed before the body is whole", means: .done) {
            .events($0, then: [Event.finish("stop")], ending: .close)
        },
        Row(seen: "connection closed, no finish reason, on a whole event", means: .broken) {
            .events($0).cut(afterChunks: Self.cut, by: .close)
        },
        Row(seen: "connection reset, no finish reason, on a whole event", means: .broken) {
            .events($0).cut(afterChunks: Self.cut, by: .reset)
        },
        Row(seen: "clean end of body, no finish reason", means: .interrupted("without a finish reason")) { _ in
            .events(Self.beginning, finish: nil, done: false)
        },
        Row(seen: "[DONE], no finish reason", means: .interrupted("without a finish reason")) { _ in
            .events(Self.beginning, finish: nil)
        },
        Row(seen: "stop that a gateway made up, in mid-sentence", means: .interrupted("mid-sentence")) { _ in
            .events(Self.beginning)
        },
        Row(seen: "length", means: .interrupted("limit for one answer")) { _ in
            .events(Self.beginning, finish: "length")
        },
        Row(
            seen: "stop at the limit that was asked for, as Ollama says", means: .interrupted("limit for one answer"),
            maxTokens: 30
        ) { _ in .events(Self.beginning, usage: (60, 30)) },
        Row(seen: "content_filter", means: .permanent(kind: "content_filter")) { _ in
            .events(Self.beginning, finish: "content_filter")
        },
        Row(seen: "finish reason error, as OpenRouter says", means: .interrupted("error")) { _ in
            .events(Self.beginning, finish: "error")
        },
        Row(seen: #"data: {"error": {…}}"#, means: .interrupted("the GPU fell over")) { _ in
            .events(
                Self.beginning,
                then: [Event.data(#"{"error": {"message": "the GPU fell over", "type": "server_error"}}"#)])
        },
        Row(seen: #"{"object": "error", "message": …}, as vLLM says"#, means: .interrupted("the GPU fell over")) { _ in
            .events(
                Self.beginning,
                then: [
                    Event.data(#"{"object": "error", "message": "the GPU fell over", "type": "X", "code": 500}"#)
                ])
        },
        Row(seen: "event: error", means: .interrupted("the GPU fell over")) { _ in
            .events(Self.beginning, then: ["event: error\ndata: the GPU fell over\n\n"])
        },
        Row(
            seen: "no bytes for longer than idle_timeout", means: .interrupted("in the middle of the answer"),
            timeouts: ChatTimeouts(idle: .milliseconds(1500))
        ) { .events($0).cut(afterChunks: Self.cut, by: .stall) },
        Row(
            seen: "only comments, no text, for longer than first_byte_timeout",
            means: .interrupted("nothing but comments"), timeouts: ChatTimeouts(firstByte: .milliseconds(1500))
        ) { _ in
            Answer(
                steps: Answer.events(Self.beginning, finish: nil, done: false).steps.dropLast()
                    + [.repeatForever(Self.ping, every: .milliseconds(50))])
        },
        Row(seen: "one undecodable event among good ones", means: .done) { chunks in
            .events(
                Self.beginning,
                then: [Event.data(#"{"choices":[{"delta":{"content":"torn"#)]
                    + chunks.dropFirst(Self.cut).map(Event.content) + [Event.finish("stop")])
        },
        Row(seen: "many undecodable events in a row", means: .interrupted("could not be decoded")) { chunks in
            .events(
                Self.beginning,
                then: Array(repeating: Event.data("{torn"), count: 25)
                    + chunks.dropFirst(Self.cut).map(Event.content) + [Event.finish("stop")])
        },
    ]

    @Test("is told apart, and what it means is done, at no cost in tries", arguments: rows)
    func isToldApart(row: Row) async throws {
        let craft = Craft(tries: 1, maxTokens: row.maxTokens, timeouts: row.timeouts)
        let trial = try await trial(Self.source, craft) { request in
            request.number == 0
                ? row.answer(Self.chunks) : .events(DeterministicTranslator().answer(to: request), usage: (60, 15))
        }
        switch row.means {
        case .done: #expect(trial.received == ["fresh"])
        case .interrupted(let words):
            #expect(trial.received == ["fresh", Self.sentBack])
            #expect(trial.attempts.first?.error?.contains(words) == true, "\(String(describing: trial.attempts.first))")
        case .broken:
            #expect(trial.requests.count == 2)
            #expect(trial.requests.last?.received.map { Self.sentBack.hasPrefix($0) } != false)
        case .permanent(let kind):
            #expect(trial.received == ["fresh"])
            #expect(trial.failure?.kind == kind && trial.text == Self.beginning.joined().shown, "\(trial.state)")
            return
        }
        #expect(trial.state.name == .completed && trial.text == Self.chunks.joined(), "\(trial.state): \(trial.text)")
        #expect(trial.closings.isEmpty, "this does not speak against the endpoint: \(trial.closings)")
    }

    /// An error inside a stream that had begun well, and what its code or type means.
    struct InStream: Sendable, CustomTestStringConvertible {
        let error: String
        /// How many words come before it.
        let words: Int
        let means: Meaning
        var testDescription: String { "\(error) after \(words) words" }

        enum Meaning: Sendable {
            case resumes
            case closesGate(Gate.Reason)
            case fails(kind: String)
        }
    }

    private static let inStream: [InStream] = [
        InStream(error: #"{"message": "upstream", "code": 502}"#, words: Self.cut, means: .resumes),
        InStream(error: #"{"message": "upstream", "code": "500"}"#, words: Self.cut, means: .resumes),
        InStream(error: #"{"message": "no slot", "code": 503}"#, words: Self.cut, means: .closesGate(.overloaded)),
        InStream(error: #"{"message": "no slot", "code": 503}"#, words: 0, means: .closesGate(.overloaded)),
        InStream(
            error: #"{"message": "busy", "type": "overloaded_error"}"#, words: Self.cut, means: .closesGate(.overloaded)
        ),
        InStream(
            error: #"{"message": "slower", "code": "rate_limit_exceeded"}"#, words: 0, means: .closesGate(.rateLimited)),
        InStream(
            error: #"{"message": "slower", "code": 429}"#, words: Self.cut, means: .closesGate(.rateLimited)),
        InStream(
            error: #"{"message": "too long", "code": "context_length_exceeded"}"#, words: Self.cut,
            means: .fails(kind: "context_length")),
        InStream(
            error: #"{"message": "no", "type": "invalid_request_error"}"#, words: Self.cut,
            means: .fails(kind: "rejected")),
    ]

    @Test("an error inside the stream counts by its code or type, and the text before it is kept", arguments: inStream)
    func errorInStream(row: InStream) async throws {
        let trial = try await trial(Self.source, Craft(tries: 1)) { request in
            request.number == 0
                ? .events(Array(Self.chunks.prefix(row.words)), then: [Event.data(#"{"error": \#(row.error)}"#)])
                : .events(DeterministicTranslator().answer(to: request))
        }
        if case .fails(let kind) = row.means {
            #expect(trial.received == ["fresh"])
            #expect(trial.failure?.kind == kind && trial.text == Self.beginning.joined().shown, "\(trial.state)")
            return
        }
        #expect(trial.received == ["fresh", row.words == 0 ? "fresh" : Self.sentBack])
        #expect(trial.state.name == .completed && trial.text == Self.chunks.joined(), "\(trial.state): \(trial.text)")
        if case .closesGate(let reason) = row.means {
            #expect(trial.closings.count == 1 && trial.closings.first?.contains(reason.rawValue) == true)
        } else {
            #expect(trial.closings.isEmpty)
        }
    }

    @Test("a key that is refused in mid-stream stops the endpoint, and the text so far goes on when it is mended")
    func keyRefusedInStream() async throws {
        try await withWorkshop({ request in
            request.number == 0
                ? .events(Self.beginning, then: [Event.data(#"{"error": {"message": "key revoked", "code": 401}}"#)])
                : .events(DeterministicTranslator().answer(to: request))
        }) { workshop in
            let job = try await workshop.add(Self.source)
            let gate = try await withDaemon(in: workshop, Craft(tries: 1)) { _ in
                try await eventualValue("the gate closes") { try await workshop.store.gates().closed.first }
            }
            #expect(gate.reason == .unauthorized && gate.message.contains("key revoked"))
            #expect(try await workshop.store.job(job)?.state == .waiting(until: gate.opensAt, for: .endpoint))
            try await withDaemon(in: workshop, Craft(tries: 1)) { _ in try await workshop.completion(of: job) }
            #expect(workshop.endpoint.requests.map(\.received) == [nil, Self.sentBack])
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
        }
    }
}
