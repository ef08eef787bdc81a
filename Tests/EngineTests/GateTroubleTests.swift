import ChatStream
import Engine
import ScriptedEndpoint
import Store
import Support
import Synchronization
import Testing
import Translation

@Suite("A closed gate in unusual company", .besideAnother, .timeLimit(.minutes(40)))
struct GateTroubleTests {
    private static let translator = DeterministicTranslator()

    private static func refusal(_ status: Int, afterMilliseconds delay: Int) -> Answer {
        .error(status: status, headers: [("retry-after-ms", "\(delay)")], body: #"{"error": {"message": "busy"}}"#)
    }

    @Test(
        "is probed by another job when a person takes away the one that asks, and by that one again when it comes back",
        arguments: [JobAction.pause, .cancel])
    func probeWithdrawn(action: JobAction) async throws {
        try await withWorkshop({ request in
            switch request.number {
            case 0: Self.refusal(503, afterMilliseconds: 50)
            case 1: Answer(steps: [.stall])  // The request that asks hangs.
            default: .events(Self.translator.answer(to: request))
            }
        }) { workshop in
            var jobs: [Job.ID] = []
            for number in 0..<6 { jobs.append(try await workshop.add("{\(number)} " + words(4))) }
            let all = jobs
            try await withDaemon(in: workshop, Craft(concurrency: 1, tries: 1)) { _ in
                try await eventually("one asks at the gate") { workshop.endpoint.requests.count == 2 }
                let now = TimeSource.system.now()
                #expect(try await workshop.store.apply(action, to: all[0], now: now) == .done)
                for job in all.dropFirst() { try await workshop.completion(of: job) }
                #expect(workshop.endpoint.requests.count == 7)
                let back = action == .pause ? JobAction.resume : .retry
                #expect(try await workshop.store.apply(back, to: all[0], now: now) == .done)
                try await workshop.completion(of: all[0])
            }
            #expect(
                try await workshop.store.attempts(of: all[0]).map(\.outcome) == [.interrupted, .withdrawn, .completed])
            #expect(try await workshop.store.gates().closed.isEmpty)
        }
    }

    @Test("opens when the one that asks is refused for what it asks: the endpoint answers, and the others go on")
    func probeRejected() async throws {
        try await withWorkshop({ request in
            if request.number == 0 { return Self.refusal(503, afterMilliseconds: 50) }
            return request.source.hasPrefix("{0}")
                ? .error(status: 400, body: #"{"error": {"message": "not this one"}}"#)
                : .events(Self.translator.answer(to: request))
        }) { workshop in
            var jobs: [Job.ID] = []
            for number in 0..<6 { jobs.append(try await workshop.add("{\(number)} " + words(4))) }
            let all = jobs
            try await withDaemon(in: workshop, Craft(concurrency: 1, tries: 1)) { _ in
                #expect(try await workshop.end(of: all[0]).name == .failed)
                for job in all.dropFirst() { try await workshop.completion(of: job) }
            }
            #expect(workshop.endpoint.requests.count == 7 && workshop.endpoint.acceptedConnections > 0)
            #expect(try await workshop.store.gates().closed.isEmpty)
        }
    }

    @Test("is not opened by a head and a role: “too many requests” may follow, and all the others after it")
    func refusedInStream() async throws {
        let refusals = Mutex(0)
        let error = Event.data(#"{"error": {"message": "slower", "code": "rate_limit_exceeded"}}"#)
        try await withWorkshop({ request in
            let count = refusals.withLock { count in
                count += 1
                return count
            }
            guard count <= 4 + 5 else { return .events(Self.translator.answer(to: request)) }
            let role = Answer.events([], finish: nil, done: false).steps.dropLast()
            return Answer(steps: role + [.delay(.milliseconds(150))] + Answer.body([error]).steps.dropFirst())
        }) { workshop in
            var jobs: [Job.ID] = []
            for number in 0..<30 { jobs.append(try await workshop.add("{\(number)} " + words(3))) }
            let all = jobs
            try await withDaemon(in: workshop, Craft(concurrency: 4, tries: 1)) { _ in
                for job in all { try await workshop.completion(of: job) }
            }
            #expect(workshop.endpoint.requests.count == 30 + 4 + 5)
            var attempts: [Attempt] = []
            for job in jobs { attempts += try await workshop.store.attempts(of: job) }
            attempts.sort { $0.id < $1.id }
            for (one, next) in zip(attempts.dropFirst(4).prefix(5), attempts.dropFirst(5)) {
                let ended = try #require(one.endedAt)
                #expect(one.outcome == .interrupted && next.startedAt >= ended, "one at a time, until one is answered")
            }
        }
    }

    @Test("of each of two endpoints lets a job wait for the one that opens first, and asks the other nothing")
    func bothClosed() async throws {
        try await withSpare({ request in
            request.number == 0
                ? Self.refusal(429, afterMilliseconds: 1500) : .events(Self.translator.answer(to: request))
        }) { spare in
            try await withWorkshop({ _ in Self.refusal(503, afterMilliseconds: 3_600_000) }) { workshop in
                let endpoints = try [("first", workshop.endpoint.baseURL), ("spare", spare.baseURL)].map {
                    EndpointSettings(endpoint: try ChatEndpoint(name: $0, baseURL: $1), model: "m", concurrency: 1)
                }
                let job = try await workshop.add(words(8))
                try await withDaemon(in: workshop, Craft(tries: 1, endpoints: endpoints)) { _ in
                    try await eventually("the job waits for the first of the two") {
                        guard case .waiting(let until, .endpoint) = try await workshop.store.job(job)?.state else {
                            return false
                        }
                        return try await workshop.store.gates().gate(of: "spare")?.opensAt == until
                    }
                    try await workshop.completion(of: job)
                }
                #expect(workshop.endpoint.requests.count == 1 && spare.requests.count == 2)
                #expect(try await workshop.store.attempts(of: job).map(\.endpoint) == ["first", "spare", "spare"])
                #expect(try await workshop.store.gates().closed.map(\.endpoint) == ["first"])
            }
        }
    }

    @Test("holds back the jobs that name its endpoint, and not those that may go elsewhere")
    func namedEndpoint() async throws {
        try await withSpare({ .events(Self.translator.answer(to: $0)) }) { spare in
            try await withWorkshop({ _ in Self.refusal(401, afterMilliseconds: 3_600_000) }) { workshop in
                let endpoints = try [("first", workshop.endpoint.baseURL), ("spare", spare.baseURL)].map {
                    EndpointSettings(endpoint: try ChatEndpoint(name: $0, baseURL: $1), model: "m", concurrency: 1)
                }
                let bound = try await workshop.add("{bound} " + words(4), endpoint: "first")
                let free = try await workshop.add("{free} " + words(4))
                try await withDaemon(in: workshop, Craft(tries: 1, endpoints: endpoints)) { _ in
                    try await workshop.completion(of: free)
                    try await eventually("the other waits") {
                        try await workshop.store.job(bound)?.state.name == .waiting
                    }
                }
                #expect(workshop.endpoint.requests.count == 1)
                #expect(try await workshop.store.attempts(of: free).last?.endpoint == "spare")
            }
        }
    }

    @Test("A job that names an endpoint which is not configured waits, keeps nobody else, and the log says so once")
    func stranded() async throws {
        try await withWorkshop({ .events(Self.translator.answer(to: $0)) }) { workshop in
            let lost = try await workshop.add("{lost} " + words(4), endpoint: "gone")
            let good = try await workshop.add("{good} " + words(4), endpoint: "main")
            let log = LogLines()
            try await withDaemon(in: workshop, Craft(logger: log.logger)) { _ in
                try await workshop.completion(of: good)
            }
            #expect(try await workshop.store.job(lost)?.state == .queued)
            #expect(try await workshop.store.strandedJobs() == ["gone": 1])
            let told = log.lines.filter { $0.contains("not configured") }
            #expect(told.count == 1 && told.first?.contains("gone") == true, "\(log.lines)")

            // It is taken up as soon as a daemon has it.
            let gone = EndpointSettings(
                endpoint: try ChatEndpoint(name: "gone", baseURL: workshop.endpoint.baseURL), model: "m")
            try await withDaemon(in: workshop, Craft(endpoints: [gone])) { _ in try await workshop.completion(of: lost)
            }
        }
    }

    @Test("A failure that says “at once”, again and again, makes no storm: the base of the back-off counts")
    func noStorm() async throws {
        try await withWorkshop({ _ in .error(status: 500, headers: [("Retry-After", "0")]) }) { workshop in
            let job = try await workshop.add(words(4))
            try await withDaemon(in: workshop, Craft(base: .milliseconds(200))) { _ in
                try await eventually("it was asked five times") { workshop.endpoint.requests.count >= 5 }
            }
            let started = try await workshop.store.attempts(of: job).map(\.startedAt)
            for (one, next) in zip(started, started.dropFirst()) { #expect(next - one >= .milliseconds(200)) }
        }
    }

    @Test("A person may pause a job that waits behind the gate; it goes on when it is resumed and the gate is open")
    func pausedBehindGate() async throws {
        try await withWorkshop({ request in
            request.number == 0
                ? Self.refusal(503, afterMilliseconds: 400) : .events(Self.translator.answer(to: request))
        }) { workshop in
            let (one, two) = (try await workshop.add("{1} " + words(4)), try await workshop.add("{2} " + words(4)))
            try await withDaemon(in: workshop, Craft(concurrency: 1, tries: 1)) { _ in
                try await eventually("the gate closes") { try await !workshop.store.gates().closed.isEmpty }
                let now = TimeSource.system.now()
                #expect(try await workshop.store.apply(.pause, to: one, now: now) == .done)
                try await workshop.completion(of: two)
                #expect(try await workshop.store.job(one)?.state == .paused)
                #expect(try await workshop.store.apply(.resume, to: one, now: now) == .done)
                try await workshop.completion(of: one)
            }
            #expect(workshop.endpoint.requests.count == 3)
        }
    }
}
