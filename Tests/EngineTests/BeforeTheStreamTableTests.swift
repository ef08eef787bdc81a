import ChatStream
import Engine
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

/// What endpoints answer instead of a stream, each with what is done about it.
///
/// What a refusal teaches of an endpoint's dialect is in `LessonTests`; the model that answered, in `WorthTests`.
@Suite("Before the stream", .besideAnother, .timeLimit(.minutes(40)))
struct BeforeTheStreamTableTests {
    private static let translator = DeterministicTranslator()

    /// An answer, by the name that it has in the table.
    struct Row: Sendable, CustomTestStringConvertible {
        let seen: String
        let answer: Answer
        var testDescription: String { seen }

        init(_ seen: String, _ answer: Answer) {
            self.seen = seen
            self.answer = answer
        }

        init(status: Int, _ seen: String = "", headers: [(name: String, value: String)] = []) {
            self.init(seen.isEmpty ? "\(status)" : seen, .error(status: status, headers: headers, body: ownWords))
        }
    }

    private static let ownWords = #"{"error": {"message": "in its own words"}}"#

    /// Answers once as the row says, and then well.
    private static func once(_ answer: Answer) -> ScriptedEndpoint.Responder {
        { $0.number == 0 ? answer : .events(translator.answer(to: $0)) }
    }

    // MARK: - Try again with back-off

    private static let passing: [Row] =
        [
            Row("reset", Answer(steps: [.reset])), Row("closed without an answer", Answer(steps: [.close])),
            Row(
                "200 with HTML",
                .whole(
                    contentType: "text/html", body: "<html><title>Sign in</title>" + String(repeating: "x", count: 900))
            ),
            Row("200 with JSON that is no completion", .whole(contentType: "application/json", body: #"{"ok": true}"#)),
        ] + [408, 409, 425, 500, 502, 504].map { Row(status: $0) }

    @Test("is asked again after a back-off, which costs a try, and no gate closes", arguments: passing)
    func triesAgain(row: Row) async throws {
        let good = try await trial(words(8), Craft(tries: 2), Self.once(row.answer))
        #expect(good.state.name == .completed && good.received == ["fresh", "fresh"], "\(good.state)")
        #expect(good.attempts.map(\.outcome) == [.interrupted, .completed] && good.closings.isEmpty)
        let bad = try await trial(words(8), Craft(tries: 1)) { _ in row.answer }
        #expect(bad.failure?.kind == "tries_exhausted" && bad.failure?.hint.isEmpty == false, "\(bad.state)")
        #expect(bad.requests.count == 1, "it must have cost the one try that there was")
    }

    @Test("that is no event stream is quoted, by its first 200 bytes")
    func quotation() async throws {
        let page = "<html><title>Sign in to the hotel’s network</title>" + String(repeating: "x", count: 900)
        let trial = try await trial(words(8), Craft(tries: 1)) { _ in .whole(contentType: "text/html", body: page) }
        let message = try #require(trial.failure?.message)
        #expect(message.contains("<html><title>Sign in to the hotel’s network</title>xxx"), "\(message)")
        #expect(message.count { $0 == "x" } < 200)
    }

    @Test("that is a JSON completion, although a stream was asked for, is used as one chunk")
    func completion() async throws {
        let text = Self.translator.translation(of: words(8))
        let trial = try await trial(words(8), Craft(tries: 1)) { _ in
            .whole(
                contentType: "application/json",
                body:
                    #"{"object": "chat.completion", "model": "m-1", "choices": [{"index": 0, "finish_reason": "stop","#
                    + #" "message": {"role": "assistant", "content": "\#(text)"}}], "usage": {"completion_tokens": 9}}"#
            )
        }
        #expect(trial.state.name == .completed && trial.text == text && trial.requests.count == 1, "\(trial.state)")
        let attempt = try #require(trial.attempts.first)
        #expect((attempt.chunks, attempt.replyModel, attempt.completionTokens) == (1, "m-1", 9))
    }

    /// Where there is nobody to give an answer.
    enum Nowhere: String, CaseIterable, Sendable {
        case refused, noSuchName = "no such name (DNS)", tls = "no TLS handshake"
    }

    private func address(_ nowhere: Nowhere, _ workshop: Workshop) async throws -> ChatEndpoint {
        var url = workshop.endpoint.baseURL
        switch nowhere {
        case .refused:
            let dead = try await ScriptedEndpoint.start { _ in .events([]) }
            url = dead.baseURL
            try await dead.stop()
        case .noSuchName: url = "http://nobody.invalid:8080/v1"
        case .tls: url = url.replacing("http://", with: "https://")
        }
        return try ChatEndpoint(
            name: "nowhere", baseURL: url, timeouts: ChatTimeouts(connect: .seconds(2), firstByte: .seconds(5)))
    }

    @Test(
        "from nobody closes the gate; the job waits, for as long as it takes, at the price of one try",
        arguments: Nowhere.allCases)
    func nobody(nowhere: Nowhere) async throws {
        try await withWorkshop({ .events(Self.translator.answer(to: $0)) }) { workshop in
            let log = LogLines()
            let endpoint = EndpointSettings(endpoint: try await address(nowhere, workshop), model: "m")
            let job = try await workshop.add(words(8))
            let craft = Craft(tries: 3, logger: log.logger, endpoints: [endpoint])
            try await withDaemon(in: workshop, craft) { _ in
                try await eventually("it was asked more often than a job may be tried") {
                    try await workshop.store.attempts(of: job).count > 5
                }
            }
            #expect(try await workshop.store.job(job)?.state.name == .waiting)
            let attempts = try await workshop.store.attempts(of: job)
            #expect(attempts.allSatisfy { $0.outcome == .interrupted || $0.outcome == .stopped }, "\(attempts)")
            #expect(workshop.endpoint.requests.isEmpty)
            let gate = try #require(try await workshop.store.gates().gate(of: "nowhere"))
            #expect(gate.reason == .unreachable && gate.failures >= 5, "\(gate)")
            #expect(log.lines.count { $0.contains("left alone") && $0.contains("unreachable") } == 1, "\(log.lines)")
        }
    }

    @Test("from nobody sends the job to the next endpoint at once", arguments: Nowhere.allCases)
    func nobodyButAnother(nowhere: Nowhere) async throws {
        try await withWorkshop({ .events(Self.translator.answer(to: $0)) }) { workshop in
            let spare = try ChatEndpoint(name: "spare", baseURL: workshop.endpoint.baseURL)
            let endpoints = [
                EndpointSettings(endpoint: try await address(nowhere, workshop), model: "m"),
                EndpointSettings(endpoint: spare, model: "m"),
            ]
            let job = try await workshop.add(words(8))
            try await withDaemon(in: workshop, Craft(tries: 2, base: .seconds(60), endpoints: endpoints)) { _ in
                try await workshop.completion(of: job)
            }
            #expect(try await workshop.store.attempts(of: job).map(\.endpoint) == ["nowhere", "spare"])
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
        }
    }

    // MARK: - Close the gate, spend no try

    private static let busy: [Row] = [
        Row(status: 429), Row(status: 503), Row(status: 529),
        Row(status: 503, "503 with Retry-After: 0", headers: [("Retry-After", "0")]),
        Row(status: 503, "503 with a Retry-After that nobody can read", headers: [("Retry-After", "soon")]),
        Row(
            status: 429, "429 with a date in the past", headers: [("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT")]),
        Row(status: 429, "429 with a negative time", headers: [("Retry-After", "-5")]),
    ]

    @Test("is waited for behind the endpoint's gate, and costs no try", arguments: busy)
    func closesGate(row: Row) async throws {
        let trial = try await trial(words(8), Craft(tries: 1), Self.once(row.answer))
        #expect(trial.state.name == .completed && trial.received == ["fresh", "fresh"], "\(trial.state)")
        let reason = row.seen.hasPrefix("429") ? "rate_limited" : "overloaded"
        #expect(trial.closings.count == 1 && trial.closings.first?.contains(reason) == true, "\(trial.closings)")
    }

    /// An answer that names a time, or means one.
    struct Timed: Sendable, CustomTestStringConvertible {
        let seen: String
        let status: Int
        let answer: Answer
        let reason: Gate.Reason
        let delay: Duration
        var testDescription: String { seen }

        init(
            _ seen: String, _ status: Int, _ reason: Gate.Reason, _ delay: Duration,
            _ headers: [(name: String, value: String)] = [], code: String = "none"
        ) {
            (self.seen, self.status, self.reason, self.delay) = (seen, status, reason, delay)
            let body = #"{"error": {"message": "in its own words", "code": "\#(code)"}}"#
            answer = .error(status: status, headers: headers, body: body)
        }
    }

    private static let date = (name: "Date", value: "Wed, 21 Oct 2015 07:26:00 GMT")
    private static let timed: [Timed] = [
        Timed("Retry-After in seconds", 429, .rateLimited, .seconds(120), [("Retry-After", "120")]),
        Timed("the same on a 503", 503, .overloaded, .seconds(120), [("Retry-After", "120")]),
        Timed("the same on a 529", 529, .overloaded, .seconds(120), [("Retry-After", "120")]),
        Timed(
            "Retry-After as a date", 503, .overloaded, .seconds(120),
            [date, ("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT")]),
        Timed("retry-after-ms", 429, .rateLimited, .milliseconds(90500), [("retry-after-ms", "90500")]),
        Timed(
            "x-ratelimit-reset, the later of two", 429, .rateLimited, .seconds(360),
            [("x-ratelimit-reset-requests", "1m30s"), ("x-ratelimit-reset-tokens", "6m0s")]),
        Timed(
            "Retry-After: 1e9, of which a day is believed", 429, .rateLimited, .seconds(86_400),
            [("Retry-After", "1e9")]),
        Timed("401", 401, .unauthorized, .seconds(60)), Timed("403", 403, .unauthorized, .seconds(60)),
        Timed("402", 402, .paymentRequired, .seconds(60)),
        Timed(
            "429 insufficient_quota, which no waiting mends", 429, .paymentRequired, .seconds(60),
            code: "insufficient_quota"),
        Timed("402 with Retry-After", 402, .paymentRequired, .seconds(30), [("Retry-After", "30")]),
    ]

    @Test("closes the gate for as long as it says, all jobs wait and say so, and then one asks", arguments: timed)
    func staysClosed(row: Timed) async throws {
        try await withWorkshop(Self.once(row.answer)) { workshop in
            var jobs: [Job.ID] = []
            for number in 0..<3 { jobs.append(try await workshop.add("{\(number)} " + words(4))) }
            let all = jobs
            let gate = try await withDaemon(in: workshop, Craft(concurrency: 1, tries: 1)) { _ in
                try await eventualValue("the gate closes") { try await workshop.store.gates().closed.first }
            }
            #expect((gate.reason, gate.opensAt - gate.closedAt, gate.httpStatus) == (row.reason, row.delay, row.status))
            #expect(gate.message.contains("in its own words"))
            for job in jobs {
                #expect(try await workshop.store.job(job)?.state == .waiting(until: gate.opensAt, for: .endpoint))
            }
            #expect(workshop.endpoint.requests.count == 1)
            // The same when the time has come.
            let later = TimeSource(now: { TimeSource.system.now() + row.delay }, clock: ContinuousClock())
            try await withDaemon(in: workshop, Craft(concurrency: 1, tries: 1, time: later)) { _ in
                for job in all { try await workshop.completion(of: job) }
            }
            #expect(
                workshop.endpoint.requests.count == 4 && workshop.endpoint.requests.allSatisfy { $0.received == nil })
            #expect(try await workshop.store.gates().closed.isEmpty)
        }
    }

    // MARK: - No answer for minutes

    @Test("and no head either, for longer than idle_timeout: a queueing server, which is waited for")
    func queueing() async throws {
        let craft = Craft(tries: 1, timeouts: ChatTimeouts(idle: .seconds(1)))
        let trial = try await trial(words(8), craft) { request in
            Answer(steps: [.delay(.seconds(2))] + Answer.events(Self.translator.answer(to: request)).steps)
        }
        #expect(trial.state.name == .completed && trial.requests.count == 1, "\(trial.state)")
    }

    @Test("is ended by first_byte_timeout, and asked again")
    func neverAnswers() async throws {
        let craft = Craft(tries: 2, timeouts: ChatTimeouts(firstByte: .milliseconds(1500)))
        let trial = try await trial(words(8), craft, Self.once(Answer(steps: [.stall])))
        #expect(trial.state.name == .completed && trial.received == ["fresh", "fresh"], "\(trial.state)")
        #expect(trial.attempts.first?.error?.contains("no byte of an answer") == true)
    }

    // MARK: - Permanent for the job

    /// A refusal for good.
    struct Final: Sendable, CustomTestStringConvertible {
        let seen: String
        let status: Int
        let kind: String
        let body: String
        let quoted: String
        var testDescription: String { seen }

        init(_ seen: String, _ status: Int, _ kind: String, _ body: String, quoted: String) {
            (self.seen, self.status, self.kind, self.body, self.quoted) = (seen, status, kind, body, quoted)
        }
    }

    private static let finals: [Final] = [
        Final("404 on the path", 404, "not_found", "404 page not found", quoted: "404 page not found"),
        Final(
            "404 on the model", 404, "not_found", #"{"error": {"message": "model 'm' not found", "code": null}}"#,
            quoted: "model 'm' not found"),
        Final("405", 405, "rejected", #"{"detail": "Method Not Allowed"}"#, quoted: "Method Not Allowed"),
        Final("413", 413, "rejected", "<h1>413 Request Entity Too Large</h1>", quoted: "Request Entity Too Large"),
        Final("415", 415, "rejected", #"{"error": "no such media type"}"#, quoted: "no such media type"),
        Final("422", 422, "rejected", #"{"detail": [{"msg": "field required"}]}"#, quoted: "field required"),
        Final(
            "400 of another kind", 400, "rejected", #"{"object": "error", "message": "bad grammar", "code": 400}"#,
            quoted: "bad grammar"),
        Final(
            "400 context_length_exceeded", 400, "context_length",
            #"{"error": {"message": "at most 4096 tokens", "code": "context_length_exceeded", "param": "messages"}}"#,
            quoted: "at most 4096 tokens"),
        Final(
            "400 exceed_context_size_error", 400, "context_length",
            #"{"error": {"code": 400, "message": "request (900 tokens) exceeds the available context size (256 tokens)","#
                + #" "type": "exceed_context_size_error", "n_prompt_tokens": 900, "n_ctx": 256}}"#,
            quoted: "available context size (256 tokens)"),
    ]

    @Test("fails the job at once, with the endpoint's own message and advice, and closes no gate", arguments: finals)
    func isFinal(row: Final) async throws {
        let trial = try await trial(words(8)) { _ in .error(status: row.status, body: row.body) }
        #expect(trial.failure?.kind == row.kind, "\(trial.state)")
        #expect(trial.failure?.message.contains(row.quoted) == true && trial.failure?.hint.isEmpty == false)
        #expect(trial.requests.count == 1 && trial.closings.isEmpty)
        #expect(trial.attempts.map(\.httpStatus) == [row.status])
    }
}
