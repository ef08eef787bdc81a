import Documents
import Engine
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@Suite("A segment that is too much for one answer", .besideAnother, .timeLimit(.minutes(40)))
struct DivisionTests {
    private static let translator = DeterministicTranslator()
    private static let refusal = Answer.error(
        status: 400,
        body: #"{"error": {"message": "maximum context length is 100 tokens", "code": "context_length_exceeded"}}"#)

    /// Answers what is short enough, and refuses the rest.
    private static func model(upTo limit: Int) -> ScriptedEndpoint.Responder {
        { $0.source.count <= limit ? .events(translator.answer(to: $0)) : refusal }
    }

    private static let text =
        (1...20).map { "Sentence number \($0) tells of the river and the hills." }
        .joined(separator: " ") + "\n"

    @Test("for the model's context goes on in pieces by itself, and all of it is there")
    func text() async throws {
        try await withWorkshop(Self.model(upTo: 300)) { workshop in
            let job = try await workshop.add(Self.text)
            try await withDaemon(in: workshop) { _ in try await workshop.completion(of: job) }
            #expect(try await workshop.result(of: job) == Self.translator.translation(of: Self.text))
            let segments = try await workshop.store.segments(of: job)
            #expect(segments.count > 3 && segments.allSatisfy { $0.state == .done })
            #expect(segments.map(\.source).joined() == Self.text)
        }
    }

    @Test("is divided also where it is one string of a catalogue, and comes back as one")
    func unit() async throws {
        let catalogue = "{\"about\": \"\(Self.text.dropLast())\", \"ok\": \"Fine\"}\n"
        try await withWorkshop(Self.model(upTo: 300)) { workshop in
            let job = try await workshop.add(catalogue, maximumSegment: 5000, format: .json)
            try await withDaemon(in: workshop) { _ in try await workshop.completion(of: job) }
            let expected = Self.translator.translation(of: String(Self.text.dropLast()))
            let result = try await workshop.result(of: job, as: .json)
            #expect(result.contains(expected) && result.contains(Self.translator.translation(of: "Fine")), "\(result)")
        }
    }

    @Test("for the answer's limit, of an endpoint that can only begin anew, is divided too")
    func lengthLimit() async throws {
        try await withWorkshop({ request in
            let words = Self.translator.answer(to: request)
            return words.count <= 60 ? .events(words) : .events(Array(words.prefix(60)), finish: "length")
        }) { workshop in
            let job = try await workshop.add(Self.text)
            var craft = Craft()
            craft.resume = .restart
            try await withDaemon(in: workshop, craft) { _ in try await workshop.completion(of: job) }
            #expect(try await workshop.result(of: job) == Self.translator.translation(of: Self.text))
        }
    }

    @Test("a text that cannot be divided fails with the endpoint's own words")
    func tooSmall() async throws {
        try await withWorkshop({ _ in Self.refusal }) { workshop in
            let job = try await workshop.add("A few words only.")
            try await withDaemon(in: workshop) { _ in
                guard case .failed(_, let failure) = try await workshop.end(of: job) else {
                    Issue.record("it must fail")
                    return
                }
                #expect(failure.kind == "context_length" && failure.message.contains("maximum context length"))
            }
            #expect(workshop.endpoint.requests.count == 1)
        }
    }

    @Test(
        "what is told of the text before is left out before a text is divided into less than that, and from then on; but not for another model"
    )
    func crowded() async throws {
        let text = (0..<12).map { "\(words(60, from: $0 * 60)).\n" }.joined(separator: "\n")
        try await withWorkshop({ request in
            let count = request.messages.reduce(0) { $0 + $1.content.count }
            let isRefused = request.model == "scripted" && count > 900
            return isRefused ? Self.refusal : .events(Self.translator.answer(to: request))
        }) { workshop in
            var craft = Craft()
            craft.contextSize = 2000
            craft.concurrency = 1
            let job = try await workshop.add(text)
            try await withDaemon(in: workshop, craft) { _ in
                try await workshop.completion(of: job)
                let result = try await workshop.result(of: job)
                #expect(try await result == workshop.expected(of: job), "\(result)")
                func told() -> Int {
                    workshop.endpoint.requests.count { request in
                        request.messages.contains { $0.content.contains("For orientation") }
                    }
                }
                #expect(told() == 1, "one refusal is enough")
                // What one model has shown is not held against another at the same endpoint.
                let other = try await workshop.add(text, model: "large", usesMemory: false)
                try await workshop.completion(of: other)
                #expect(told() > 2)
            }
            #expect(try await workshop.store.lessons().values.allSatisfy(\.isEmpty))
        }
    }

    @Test("where several streams meet a small context at once, each is asked for anew without what stands before it")
    func crowdedTogether() async throws {
        // Each short paragraph is told of a long one before it.
        let text = (0..<8).map { "\(words($0.isMultiple(of: 2) ? 60 : 18, from: $0 * 60)).\n" }.joined(separator: "\n")
        try await withWorkshop({ request in
            let isTold = request.messages.contains { $0.content.contains("For orientation") }
            // They wait for each other, and are refused together.
            return isTold && request.source.count < 200
                ? Answer(steps: [.delay(.milliseconds(300))] + Self.refusal.steps)
                : .events(Self.translator.answer(to: request))
        }) { workshop in
            var craft = Craft()
            craft.contextSize = 2000
            craft.concurrency = 8
            let job = try await workshop.add(text, maximumSegment: 450)
            try await withDaemon(in: workshop, craft) { _ in try await workshop.completion(of: job) }
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
        }
    }

    @Test("texts that a model cannot keep apart are sent one by one")
    func singles() async throws {
        let catalogue =
            "{\"open\": \"Open the file\", \"close\": \"Close all windows\", \"quit\": \"Leave the program\"}\n"
        try await withWorkshop({ request in
            request.source.contains("[[")
                ? .events(["Todo junto, sin números."]) : .events(Self.translator.answer(to: request))
        }) { workshop in
            let job = try await workshop.add(catalogue, format: .json)
            try await withDaemon(in: workshop) { _ in try await workshop.completion(of: job) }
            let result = try await workshop.result(of: job, as: .json)
            for text in ["Open the file", "Close all windows", "Leave the program"] {
                #expect(result.contains(Self.translator.translation(of: text)), "\(result)")
            }
            let segments = try await workshop.store.segments(of: job)
            #expect(segments.flatMap(\.warnings).isEmpty)
        }
    }
}
