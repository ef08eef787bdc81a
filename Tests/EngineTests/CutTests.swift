import Engine
import ScriptedEndpoint
import Store
import Support
import Synchronization
import Testing
import Translation

/// How an answer can break off on a whole event.
enum Cut: String, CaseIterable {
    case reset, close, cleanEnd, length

    /// A translator's answer up to the n-th chunk.
    func answer(_ chunks: [String], after count: Int) -> Answer {
        switch self {
        case .reset: Answer.events(chunks).cut(afterChunks: count, by: .reset)
        case .close: Answer.events(chunks).cut(afterChunks: count, by: .close)
        case .cleanEnd: Answer.events(Array(chunks.prefix(count)), finish: nil, done: false)
        case .length: Answer.events(Array(chunks.prefix(count)), finish: "length")
        }
    }
}

@Suite("An answer that breaks off", .besideAnother, .timeLimit(.minutes(40)))
struct CutTests {
    private static let translator = DeterministicTranslator()
    private static let modes: [ResumeMode] = [.continue, .prefill, .prefix, .partial]

    /// What the endpoint generated for each document, in chunks.
    private final class Ledger: Sendable {
        private let state = Mutex((seen: Set<Int>(), generated: [Int: [String]]()))

        /// Notes what is generated for a document; whether it is the first time.
        func isFirst(_ number: Int) -> Bool { state.withLock { $0.seen.insert(number).inserted } }
        func note(_ number: Int, _ chunks: some Sequence<String>) {
            state.withLock { $0.generated[number, default: []] += chunks }
        }
        func characters(_ number: Int) -> Int {
            state.withLock { ($0.generated[number] ?? []).reduce(0) { $0 + $1.count } }
        }
    }

    /// The number in braces with which each document of these tests begins: after so many chunks it is cut.
    private static func number(_ request: RecordedRequest) -> Int {
        Int(request.source.dropFirst().prefix { $0 != "}" }) ?? 0
    }

    private static func text(_ number: Int) -> String { "{\(number)} \(words(14, from: number))\n" }

    @Test("at any chunk goes on to the same bytes, and pays for at most a word again", arguments: modes, Cut.allCases)
    func everyBorder(mode: ResumeMode, cut: Cut) async throws {
        let ledger = Ledger()
        let respond: ScriptedEndpoint.Responder = { request in
            let (number, chunks) = (Self.number(request), Self.translator.answer(to: request))
            guard ledger.isFirst(number) else {
                ledger.note(number, chunks)
                return .events(chunks)
            }
            ledger.note(number, chunks.prefix(number))
            return cut.answer(chunks, after: number)
        }
        try await withWorkshop(respond) { workshop in
            let borders = 0...15
            var jobs: [Job.ID] = []
            for number in borders { jobs.append(try await workshop.add(Self.text(number))) }
            try await withDaemon(in: workshop, Craft(resume: mode, concurrency: 8)) { [jobs] _ in
                for job in jobs { try await workshop.completion(of: job) }
            }
            for (number, job) in zip(borders, jobs) {
                let expected = try await workshop.expected(of: job)
                #expect(try await workshop.result(of: job) == expected, "\(mode), \(cut) after \(number) chunks")
                // Where the connection breaks, what was on its way may be lost with it; what has come must count.
                let attempts = try await workshop.store.attempts(of: job)
                let received = attempts.reduce(0) { $0 + $1.characters }
                let all = cut == .reset || cut == .close ? received : ledger.characters(number)
                let twice = all - expected.trimmed.count
                let longest = Self.translator.chunks(of: expected).map(\.count).max() ?? 0
                #expect(
                    twice <= longest, "\(mode), \(cut) after \(number) chunks: \(twice) characters were paid for twice")
                checkRequests(workshop.requests(for: "{\(number)}"), mode: mode, translation: expected)
            }
        }
    }

    private func checkRequests(_ requests: [RecordedRequest], mode: ResumeMode, translation: String) {
        #expect(requests.count == 2, "one cut is one request more")
        guard let first = requests.first, let second = requests.last else { return }
        #expect(first.messages.map(\.role) == ["system", "user"])
        guard let received = second.received else {
            #expect(
                second.messages == first.messages, "with nothing to go on from, the original request goes out unchanged"
            )
            return
        }
        #expect(
            translation.hasPrefix(received) && !received.hasSuffix(" "), "a prefix of the translation must be sent back"
        )
        #expect(
            second.messages.prefix(2) == first.messages.prefix(2),
            "the request before the assistant's turn stays as it was")
        let roles = second.messages.map(\.role)
        if mode == .continue {
            #expect(roles == ["system", "user", "assistant", "user"])
            #expect(second.messages.last?.content == "continue")
        } else {
            #expect(roles == ["system", "user", "assistant"])
            #expect(second.messages.last?.isPrefix == (mode == .prefix))
            #expect(second.messages.last?.isPartial == (mode == .partial))
        }
    }

    @Test(
        "again and again, after every second word, still ends in the same bytes, with ONE assistant turn",
        arguments: Cut.allCases)
    func everySecondWord(cut: Cut) async throws {
        try await withWorkshop({ request in
            let chunks = Self.translator.answer(to: request)
            return chunks.count <= 2 ? .events(chunks) : cut.answer(chunks, after: 2)
        }) { workshop in
            let job = try await workshop.add(words(24) + "\n\n" + words(20, from: 5))
            try await withDaemon(in: workshop, Craft(base: .milliseconds(1))) { _ in
                try await workshop.completion(of: job)
            }
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
            for request in workshop.endpoint.requests {
                let turns = request.messages.count { $0.role == "assistant" }
                #expect(turns <= 1, "turns must never be stacked; request \(request.number) has \(turns)")
            }
            let attempts = try await workshop.store.attempts(of: job)
            #expect(attempts.count == workshop.endpoint.requests.count, "every request must be on record")
            #expect(
                attempts.map(\.prefixCharacters) == attempts.map(\.prefixCharacters).sorted(), "text must only grow")
        }
    }

    @Test(
        "at any byte, in the middle of an event too, ends in the same bytes", arguments: [Answer.Ending.reset, .close])
    func anyByte(ending: Answer.Ending) async throws {
        let ledger = Ledger()
        let bytes = stride(from: 1, to: 3400, by: 97).map { $0 }
        let respond: ScriptedEndpoint.Responder = { request in
            let (number, whole) = (Self.number(request), Self.translator.answer(to: request, cutAfterChunks: nil))
            return ledger.isFirst(number) ? whole.cut(afterBytes: number, by: ending) : whole
        }
        try await withWorkshop(respond) { workshop in
            var jobs: [Job.ID] = []
            for number in bytes { jobs.append(try await workshop.add(Self.text(number))) }
            try await withDaemon(in: workshop, Craft(concurrency: 8)) { [jobs] _ in
                for job in jobs { try await workshop.completion(of: job) }
            }
            for (number, job) in zip(bytes, jobs) {
                #expect(
                    try await workshop.result(of: job) == workshop.expected(of: job), "\(ending) after \(number) bytes")
            }
        }
    }

    @Test("of an endpoint that can only begin anew ends in the same bytes")
    func restart() async throws {
        let ledger = Ledger()
        let respond: ScriptedEndpoint.Responder = { request in
            let chunks = Self.translator.answer(to: request)
            return ledger.isFirst(0) ? Cut.reset.answer(chunks, after: 6) : .events(chunks)
        }
        try await withWorkshop(respond) { workshop in
            let job = try await workshop.add(words(12))
            try await withDaemon(in: workshop, Craft(resume: .restart)) { _ in try await workshop.completion(of: job) }
            #expect(try await workshop.result(of: job) == workshop.expected(of: job))
            #expect(workshop.endpoint.requests.allSatisfy { $0.messages.map(\.role) == ["system", "user"] })
        }
    }
}

extension String {
    fileprivate var trimmed: Substring {
        let tail = reversed().prefix(while: \.isWhitespace).count
        return dropLast(tail).drop(while: \.isWhitespace)
    }
}
