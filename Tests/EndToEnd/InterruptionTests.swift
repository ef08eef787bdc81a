import ScriptedEndpoint
import Support
import Synchronization
import Testing

@Suite("When an answer breaks off", .besideAnother)
struct InterruptionTests {
    private static let text = SampleText(words: 60)
    private static let settings = ["TOLMACH_IDLE_TIMEOUT": "300ms"]

    @Test(
        "Everything received goes back as ONE assistant turn up to the last whole word, and the result is the same",
        arguments: Fault.allCases)
    func withText(fault: Fault) async throws {
        // A refusal gives no text: before it, and after it, comes something that does.
        let first: Fault = fault.isRefusal ? .noFinish : fault
        try await withSandbox(
            Self.settings,
            answering: { request in
                switch request.number {
                case 0: first.answer(to: request, words: 10)
                case 1: fault.answer(to: request, words: 7)
                case 2: first.answer(to: request, words: 5)
                default: DeterministicTranslator().answer(to: request, cutAfterChunks: nil)
                }
            }
        ) { sandbox, endpoint in
            try await sandbox.translate(Self.text)
            // Each time all but the last word, which may not have been whole, is sent back.
            let sent = fault.isRefusal ? [0, 9, 9, 13] : [0, 9, 15, 19]
            Self.expect(endpoint.requests, continueAfter: sent)
        }
    }

    @Test(
        "With nothing received, the original request goes out unchanged",
        arguments: Fault.allCases.filter { $0 != .midWord })
    func withoutText(fault: Fault) async throws {
        try await withSandbox(
            Self.settings,
            answering: { request in
                request.number < 2
                    ? fault.answer(to: request, words: 0)
                    : DeterministicTranslator().answer(to: request, cutAfterChunks: nil)
            }
        ) { sandbox, endpoint in
            try await sandbox.translate(Self.text)
            Self.expect(endpoint.requests, continueAfter: [0, 0, 0])
            #expect(Set(endpoint.requests.map(\.body)).count == 1, "the request must be the same, byte for byte")
        }
    }

    @Test("An endpoint that is not there yet is waited for")
    func refused() async throws {
        let translator = DeterministicTranslator()
        let early = try await ScriptedEndpoint.start { translator.answer(to: $0, cutAfterChunks: nil) }
        try await early.stop()
        let address = ["TOLMACH_BASE_URL": early.baseURL, "TOLMACH_MODEL": "scripted", "TOLMACH_RETRY_BASE": "50ms"]
        try await withSandbox(address.merging(["TOLMACH_RETRY_TRIES": "1000"]) { $1 }) { sandbox in
            let file = try sandbox.file("log.txt", Self.text.source)
            let added = try await sandbox.run("add", file, "--to", "es")
            #expect(added.code == 0, "\(added)")
            let daemon = try await sandbox.serving { _ in
                try await eventually("three tries were refused") {
                    try await sandbox.attempts(of: 1).count { $0.outcome == "interrupted" } >= 3
                }
                let late = try await ScriptedEndpoint.start(port: early.port) {
                    translator.answer(to: $0, cutAfterChunks: nil)
                }
                let waited = try await sandbox.run("wait", "1", "--timeout", "20")
                try await late.stop()
                #expect(waited.code == 0, "the job completes once the endpoint is there; \(waited)")
                #expect(late.requests.count == 1, "one request is enough then")
            }
            #expect(daemon.code == 0, "\(daemon)")
            #expect(try await sandbox.run("get", "1").isExactly(Self.text.translation))
        }
    }

    @Test("Retry-After is kept to the second, and costs no try")
    func retryAfter() async throws {
        let asked = Mutex<[ContinuousClock.Instant]>([])
        try await withSandbox(
            // A single try: one that is spent fails the job.
            ["TOLMACH_RETRY_TRIES": "1"],
            answering: { request in
                asked.withLock { $0.append(.now) }
                return request.number == 0
                    ? Fault.limited.answer(to: request, words: 0)
                    : DeterministicTranslator().answer(to: request, cutAfterChunks: nil)
            }
        ) { sandbox, endpoint in
            try await sandbox.translate(Self.text)
            let times = asked.withLock { $0 }
            try #require(times.count == 2, "the job is asked for once more")
            #expect(times[1] - times[0] >= .seconds(1), "the endpoint wanted a second's rest")
            #expect(times[1] - times[0] < .seconds(4), "and not many")
        }
    }

    @Test("New text starts the count of tries again: a stream may break off more often than there are tries")
    func progress() async throws {
        try await withSandbox(
            ["TOLMACH_RETRY_TRIES": "2"],
            answering: { DeterministicTranslator().answer(to: $0, cutAfterChunks: 5, by: .close) }
        ) { sandbox, endpoint in
            try await sandbox.translate(Self.text)
            #expect(endpoint.requests.count > 10, "60 words, four of them new each time")
        }
    }

    /// Expects each request to carry so many words of the translation back, and nothing else beside the first request.
    private static func expect(
        _ requests: [RecordedRequest], continueAfter words: [Int], location: SourceLocation = #_sourceLocation
    ) {
        #expect(requests.count == words.count, "a request more or less than expected", sourceLocation: location)
        let pieces = DeterministicTranslator().chunks(of: text.translation)
        let original = requests.first?.messages ?? []
        #expect(original.map(\.role) == ["system", "user"], sourceLocation: location)
        for (request, count) in zip(requests, words) {
            let received = pieces.prefix(count).joined()
            let turns: [RecordedRequest.Message] =
                count == 0
                ? [] : [.init(role: "assistant", content: received), .init(role: "user", content: "continue")]
            #expect(
                request.messages == original + turns,
                "request \(request.number + 1) must carry \(count) words in one assistant turn",
                sourceLocation: location)
        }
    }
}
