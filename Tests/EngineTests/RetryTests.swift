import Engine
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@Suite("An endpoint that fails", .besideAnother, .timeLimit(.minutes(40)))
struct RetryTests {
    private static let translator = DeterministicTranslator()

    @Test(
        "for eight tries without new text fails the job in the endpoint's own words; what is done stays, the rest is held"
    )
    func exhausted() async throws {
        try await withWorkshop({ request in
            if request.source.hasPrefix("{bad}") {
                return .error(
                    status: 500, body: #"{"error": {"message": "the GPU is on fire", "type": "server_error"}}"#)
            }
            let chunks = Self.translator.answer(to: request)
            let stalls = request.source.hasPrefix("{slow}")
            return stalls ? .events(chunks).cut(afterChunks: 3, by: .stall) : .events(chunks)
        }) { workshop in
            let text = ["{good} ", "{bad} ", "{slow} "].map { $0 + words(8) }.joined(separator: "\n\n")
            let job = try await workshop.add(text, maximumSegment: 70)
            let state = try await withDaemon(in: workshop) { _ in
                let state = try await workshop.end(of: job)
                try await eventually("the stream of the job that failed is closed") {
                    try await workshop.store.running().isEmpty
                }
                return state
            }
            guard case .failed(_, let failure) = state else {
                Issue.record("the job must have failed; it is \(state)")
                return
            }
            #expect(failure.kind == "tries_exhausted")
            #expect(
                failure.message.contains("the GPU is on fire"),
                "the endpoint's own words must be told: \(failure.message)")
            #expect(workshop.requests(for: "{bad}").count == 8, "eight tries are eight requests")
            let segments = try await workshop.store.segments(of: job)
            #expect(segments.map(\.state) == [.done, .failed, .held])
            #expect(
                segments.last?.text.split(separator: " ").count == 2, "the text of a segment that is held must be kept")
        }
    }

    @Test("seven times and then answers has cost nothing but time")
    func justInTime() async throws {
        try await withWorkshop({ request in
            request.number < 7 ? Answer(steps: [.reset]) : .events(Self.translator.answer(to: request))
        }) { workshop in
            let job = try await workshop.add(words(8))
            try await withDaemon(in: workshop) { _ in try await workshop.completion(of: job) }
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
            #expect(try await workshop.store.attempts(of: job).count == 8)
        }
    }

    @Test("has its tries counted anew after every new text")
    func progressResets() async throws {
        try await withWorkshop({ request in
            // Every third request brings text; the others bring nothing.
            let chunks = Self.translator.answer(to: request)
            guard request.number % 3 == 2 else { return Answer(steps: [.reset]) }
            return chunks.count <= 3 ? .events(chunks) : .events(chunks).cut(afterChunks: 3, by: .reset)
        }) { workshop in
            let job = try await workshop.add(words(20))
            try await withDaemon(in: workshop, Craft(tries: 3, base: .milliseconds(1))) { _ in
                try await workshop.completion(of: job)
            }
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
        }
    }

    @Test(
        "and names a time is asked again at that time, and the job says so; that costs no try", arguments: [429, 503])
    func retryAfter(status: Int) async throws {
        try await withWorkshop({ request in
            guard request.number > 0 else { return .error(status: status, headers: [("retry-after-ms", "700")]) }
            return .events(Self.translator.answer(to: request))
        }) { workshop in
            let job = try await workshop.add(words(8))
            try await withDaemon(in: workshop, Craft(tries: 1)) { _ in
                try await eventually("the job waits for its endpoint") {
                    guard case .waiting(_, .endpoint) = try await workshop.store.job(job)?.state else { return false }
                    return true
                }
                try await workshop.completion(of: job)
            }
            let attempts = try await workshop.store.attempts(of: job)
            #expect(attempts.map(\.httpStatus) == [status, 200])
            let (ended, begun) = (try #require(attempts.first?.endedAt), try #require(attempts.last?.startedAt))
            #expect(
                begun - ended >= .milliseconds(700), "it was to come back after 700 ms, and came after \(begun - ended)"
            )
            #expect(begun - ended < .seconds(5))
        }
    }

    @Test("for good fails the job at the first answer, with its words and advice", arguments: [400, 404, 413, 422])
    func permanent(status: Int) async throws {
        let respond: ScriptedEndpoint.Responder = { _ in
            .error(status: status, body: #"{"error": {"message": "no such model: scripted"}}"#)
        }
        try await withWorkshop(respond) { workshop in
            let job = try await workshop.add(words(8))
            let state = try await withDaemon(in: workshop) { _ in try await workshop.end(of: job) }
            guard case .failed(_, let failure) = state else {
                Issue.record("status \(status) must fail the job; it is \(state)")
                return
            }
            #expect(failure.message.contains("no such model: scripted") && !failure.hint.isEmpty)
            #expect(workshop.endpoint.requests.count == 1, "what is refused for good must not be asked again")
        }
    }

    @Test("is no reason to stop for the others")
    func others() async throws {
        try await withWorkshop({ request in
            request.source.hasPrefix("{bad}") ? .error(status: 404) : .events(Self.translator.answer(to: request))
        }) { workshop in
            let (bad, good) = (try await workshop.add("{bad} " + words(8)), try await workshop.add(words(8)))
            try await withDaemon(in: workshop) { _ in
                #expect(try await workshop.end(of: bad).name == .failed)
                try await workshop.completion(of: good)
            }
        }
    }
}
