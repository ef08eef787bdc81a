import ChatStream
import Engine
import ScriptedEndpoint
import Store
import Support
import Synchronization
import Testing
import Translation

@Suite("With several endpoints", .besideAnother, .timeLimit(.minutes(40)))
struct FailoverTests {
    private static let translator = DeterministicTranslator()

    private func settings(_ name: String, _ endpoint: ScriptedEndpoint, concurrency: Int = 1) throws -> EndpointSettings
    {
        EndpointSettings(
            endpoint: try ChatEndpoint(name: name, baseURL: endpoint.baseURL), model: name, concurrency: concurrency)
    }

    @Test("a segment whose endpoint dies in mid-answer goes on at the next one, from the same partial text")
    func midSegment() async throws {
        let isDown = Mutex(false)
        try await withSpare({ .events(Self.translator.answer(to: $0)) }) { spare in
            try await withWorkshop({ request in
                let wasDown = isDown.withLock { down in
                    defer { down = true }
                    return down
                }
                if wasDown { return .error(status: 503, body: #"{"error": {"message": "going down"}}"#) }
                return .events(Self.translator.answer(to: request)).cut(afterChunks: 6, by: .reset)
            }) { workshop in
                let job = try await workshop.add(words(20))
                let endpoints = [try settings("first", workshop.endpoint), try settings("spare", spare)]
                try await withDaemon(in: workshop, Craft(base: .seconds(1), endpoints: endpoints)) { _ in
                    try await workshop.completion(of: job)
                }
                #expect(try await workshop.result(of: job) == workshop.expected(of: job))
                let attempts = try await workshop.store.attempts(of: job)
                // Whether the first is asked once more is a matter of which of the two has a free place first.
                #expect([["first", "first", "spare"], ["first", "spare"]].contains(attempts.map(\.endpoint)))
                let received = try #require(spare.requests.first?.received, "the spare must get the text so far")
                #expect(try await workshop.expected(of: job).hasPrefix(received) && received.count > 10)
            }
        }
    }

    @Test("the first is filled first, each up to its own concurrency, and the rest overflows")
    func order() async throws {
        try await withSpare({ _ in .events(["un"]).cut(afterChunks: 1, by: .stall) }) { spare in
            try await withWorkshop({ _ in .events(["un"]).cut(afterChunks: 1, by: .stall) }) { workshop in
                for number in 0..<9 { _ = try await workshop.add("{\(number)} " + words(3)) }
                let endpoints = [
                    try settings("first", workshop.endpoint, concurrency: 3),
                    try settings("spare", spare, concurrency: 2),
                ]
                try await withDaemon(in: workshop, Craft(endpoints: endpoints)) { _ in
                    try await eventually("all places are taken") {
                        workshop.endpoint.requests.count == 3 && spare.requests.count == 2
                    }
                }
                #expect(workshop.endpoint.requests.count == 3 && spare.requests.count == 2)
            }
        }
    }

    @Test("the first one is back in use as soon as it answers again")
    func comesBack() async throws {
        let isDown = Mutex(true)
        try await withSpare({ .events(Self.translator.answer(to: $0)) }) { spare in
            try await withWorkshop({ request in
                isDown.withLock { $0 }
                    ? .error(status: 503, headers: [("retry-after-ms", "300")])
                    : .events(Self.translator.answer(to: request))
            }) { workshop in
                let endpoints = [try settings("first", workshop.endpoint), try settings("spare", spare)]
                let one = try await workshop.add(words(3))
                try await withDaemon(in: workshop, Craft(endpoints: endpoints)) { _ in
                    try await workshop.completion(of: one)
                    isDown.withLock { $0 = false }
                    var last = one
                    try await eventually("the first endpoint's gate opens", within: .seconds(20)) {
                        // A gate is probed with real work only.
                        last = try await workshop.add("{\(last)} " + words(3))
                        try await workshop.completion(of: last)
                        return try await workshop.store.gates().closed.isEmpty
                    }
                    let after = try await workshop.add(words(5, from: 900))
                    try await workshop.completion(of: after)
                    #expect(try await workshop.store.attempts(of: after).map(\.endpoint) == ["first"])
                }
                #expect(try await workshop.store.attempts(of: one).map(\.endpoint).last == "spare")
            }
        }
    }

    @Test("one that refuses the connection loses nothing and costs one try at most", arguments: [1, 4])
    func refused(concurrency: Int) async throws {
        let dead = try await ScriptedEndpoint.start { _ in .events([]) }
        let address = try ChatEndpoint(name: "dead", baseURL: dead.baseURL)
        try await dead.stop()
        try await withWorkshop({ .events(Self.translator.answer(to: $0)) }) { workshop in
            var jobs: [Job.ID] = []
            for number in 0..<20 { jobs.append(try await workshop.add("{\(number)} " + words(3))) }
            let all = jobs
            let endpoints = [
                EndpointSettings(endpoint: address, model: "m", concurrency: concurrency),
                try settings("spare", workshop.endpoint, concurrency: concurrency),
            ]
            try await withDaemon(in: workshop, Craft(tries: 3, base: .seconds(30), endpoints: endpoints)) { _ in
                for job in all { try await workshop.completion(of: job) }
            }
            for job in jobs {
                #expect(try await workshop.result(of: job) == workshop.expected(of: job))
                #expect(try await workshop.store.attempts(of: job).count <= 2)
            }
            #expect(try await workshop.store.gates().closed.map(\.endpoint) == ["dead"])
        }
    }
}
