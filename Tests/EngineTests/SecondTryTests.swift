import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

@testable import Engine

/// An answer that is proven to be no translation is asked for once more, in stricter words, and then given up.
@Suite("An answer that is no translation", .besideAnother, .timeLimit(.minutes(40)))
struct SecondTryTests {
    /// What is asked for, an answer that is none, and a good one.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        var source = english
        var target = "es"
        var origin: String?
        let kind: String
        /// The bad answer, in pieces.
        let bad: [String]
        var good = spanish
        var testDescription: String { name }
    }

    private static let english =
        "The river was quiet in the evening, and nobody was on the old bridge when the lamps of the town went on."
    private static let spanish =
        "El río estaba tranquilo al atardecer, y no había nadie en el viejo puente cuando se encendieron las luces."
    private static let russian =
        "Вечером река была тихой, и на старом мосту никого не было, когда в городе зажглись фонари."
    private static let chinese = "傍晚的河很安静，城里的灯亮起来的时候，老桥上一个人也没有，只有风吹过水面的声音。"

    /// Words that do not come again, so many bytes of them at least.
    static func babble(_ bytes: Int, seed: UInt64 = 3) -> [String] {
        var generator = SeededGenerator(seed: seed)
        let syllables = ["ra", "mo", "tel", "vi", "sun", "pe", "lor", "gan", "di", "que", "nas", "fu", "bri", "jo"]
        var (words, size) = ([String](), 0)
        while size < bytes {
            let word = (0..<Int.random(in: 2...5, using: &generator)).compactMap { _ in
                syllables.randomElement(using: &generator)
            }.joined()
            words.append((words.isEmpty ? "" : " ") + word)
            size += word.utf8.count + 1
        }
        return words
    }

    private static let rows: [Row] = [
        Row(
            name: "Spanish where Russian was wanted", target: "ru", kind: "wrong_script", bad: [spanish], good: russian),
        Row(name: "Chinese where Spanish was wanted", kind: "wrong_script", bad: [chinese]),
        Row(name: "the source itself", origin: "en", kind: "untranslated", bad: [english]),
        Row(name: "the source itself, though nobody told its language", kind: "untranslated", bad: [english]),
        Row(
            name: "a refusal in the text", kind: "refused",
            bad: ["I'm sorry, but I can't", " assist with that request."]),
        Row(name: "the words of a model", kind: "refused", bad: ["As an AI language model, I cannot translate this."]),
        Row(name: "nothing", kind: "empty_answer", bad: []),
        Row(
            name: "the same sentence again and again", kind: "looping",
            bad: Array(repeating: "El río estaba tranquilo. ", count: 400)),
        Row(name: "word after word without end", kind: "runaway", bad: babble(6 * english.utf8.count + 2000)),
    ]

    @Test("is asked for again from the start in stricter words; the good answer is the translation", arguments: rows)
    func secondIsGood(row: Row) async throws {
        let trial = try await trial(row.source, into: row.target, from: row.origin, Craft(tries: 1)) { request in
            .events(request.number == 0 ? row.bad : DeterministicTranslator().chunks(of: row.good))
        }
        #expect(trial.state.name == .completed && trial.text == row.good, "\(trial.state): \(trial.text)")
        #expect(trial.received == ["fresh", "fresh"], "nothing of a bad answer is sent back")
        #expect(trial.attempts.map(\.outcome) == [.interrupted, .completed])
        #expect(trial.attempts.first?.error?.isEmpty == false)
        expectStricter(trial.requests)
    }

    private func expectStricter(_ requests: [RecordedRequest]) {
        let (first, second) = (requests[0].messages, requests[1].messages)
        #expect(first.map(\.role) == ["system", "user"] && second.map(\.role) == ["system", "user"])
        #expect(first[1] == second[1], "the text to translate stays the same")
        #expect(second[0].content.hasPrefix(first[0].content.prefix(while: { !$0.isNewline })))
        #expect(second[0].content.count > first[0].content.count, "the second time it is said in stricter words")
    }

    @Test("twice fails the job with that reason; the last answer is kept, and retry begins anew", arguments: rows)
    func bothAreBad(row: Row) async throws {
        try await withWorkshop({ request in
            .events(request.number < 2 ? row.bad : DeterministicTranslator().chunks(of: row.good))
        }) { workshop in
            let job = try await workshop.add(row.source, into: row.target, from: row.origin)
            try await withDaemon(in: workshop, Craft(tries: 1)) { _ in
                guard case .failed(_, let failure) = try await workshop.end(of: job) else {
                    Issue.record("two bad answers must fail the job")
                    return
                }
                #expect(failure.kind == row.kind && !failure.hint.isEmpty, "\(failure)")
                #expect(workshop.endpoint.requests.count == 2)
                let kept = try await workshop.store.segments(of: job)[0].text
                let bad = row.bad.joined()
                if ["looping", "runaway"].contains(row.kind) {
                    #expect(kept.count >= 200 && bad.hasPrefix(kept), "the last answer must be kept as far as it came")
                } else {
                    #expect(kept == bad.shown, "the last answer must be kept for get --partial")
                }
                let now = TimeSource.system.now()
                #expect(try await workshop.store.apply(.retry, to: job, now: now) == .done)
                try await workshop.completion(of: job)
            }
            let requests = workshop.endpoint.requests
            #expect(requests.count == 3)
            #expect(requests.last?.messages == requests.first?.messages, "retry asks as if for the first time")
            #expect(try await workshop.store.segments(of: job)[0].text == row.good)
        }
    }

    @Test(
        "because it loops or runs away is cut off early, and the connection is closed",
        arguments: [("looping", 2000), ("runaway", 6 * english.utf8.count + 600 + 800)])
    func cutOffEarly(kind: String, mostCharacters: Int) async throws {
        let loop = Array(repeating: "El río estaba tranquilo. ", count: 4000)
        let pieces = kind == "looping" ? loop : Self.babble(60_000)
        try await withWorkshop({ _ in
            // Slowly enough for the client to close before much more is on its way.
            .events(pieces, finish: nil, done: false, pace: .milliseconds(10))
        }) { workshop in
            let job = try await workshop.add(Self.english)
            let state = try await withDaemon(in: workshop) { _ in
                let state = try await workshop.end(of: job)
                try await eventually("the connections are closed", within: .seconds(20)) {
                    workshop.endpoint.openConnections == 0
                }
                return state
            }
            guard case .failed(_, let failure) = state else {
                Issue.record("it must fail; it is \(state)")
                return
            }
            #expect(failure.kind == kind && workshop.endpoint.requests.count == 2)
            for attempt in try await workshop.store.attempts(of: job) {
                #expect(
                    attempt.characters <= mostCharacters,
                    "\(kind): \(attempt.characters) characters were taken before the connection was closed")
            }
        }
    }

    @Test("because it has come to loop with the very text that the connection breaks off after")
    func loopsAtTheEnd() async throws {
        let pieces = Array(repeating: "El río estaba tranquilo. ", count: 40)
        var detector = LoopDetector(source: Self.english)
        let end = try #require(
            pieces.indices.first { index in
                detector.append(pieces[index], endOf: pieces[...index].joined())
                return detector.isLooping
            })
        // Closed, and not reset: what was sent comes in.
        let answer = Answer.events(pieces, pace: .milliseconds(10)).cut(afterChunks: end + 1, by: .close)
        try await withWorkshop({ _ in answer }) { workshop in
            let job = try await workshop.add(Self.english)
            let state = try await withDaemon(in: workshop) { _ in try await workshop.end(of: job) }
            guard case .failed(_, let failure) = state else {
                Issue.record("it must fail; it is \(state)")
                return
            }
            #expect(failure.kind == "looping" && workshop.endpoint.requests.count == 2)
        }
    }

    @Test("once, and then breaks off with a good beginning: retry goes on from that, which was not turned down")
    func brokenSecond() async throws {
        let chunks = DeterministicTranslator().chunks(of: Self.spanish)
        try await withWorkshop({ request in
            switch request.number {
            case 0: .events([Self.chinese])
            case 1: .events(Array(chunks.prefix(6)), finish: nil, done: false)
            case 2...4: .error(status: 500)
            default: .events(Array(chunks.dropFirst(5)))
            }
        }) { workshop in
            let job = try await workshop.add(Self.english)
            try await withDaemon(in: workshop, Craft(tries: 3)) { _ in
                guard case .failed(_, let failure) = try await workshop.end(of: job) else {
                    Issue.record("three failures in a row must fail the job")
                    return
                }
                #expect(failure.kind == "tries_exhausted")
                let now = TimeSource.system.now()
                #expect(try await workshop.store.apply(.retry, to: job, now: now) == .done)
                try await workshop.completion(of: job)
            }
            #expect(workshop.endpoint.requests.last?.received == chunks.prefix(5).joined())
            #expect(try await workshop.store.segments(of: job)[0].text == Self.spanish)
        }
    }

    @Test("because the model thinks in a circle is cut off too")
    func endlessThoughts() async throws {
        let trial = try await trial(Self.english, Craft(tries: 1)) { _ in
            .events(["<think>"] + Array(repeating: "Wait, let me think. ", count: 4000), finish: nil, done: false)
        }
        #expect(trial.failure?.kind == "looping", "\(trial.state)")
        #expect(trial.requests.count == 2)
    }

    @Test("because nothing but reasoning comes is cut off after four times the budget that models have")
    func endlessReasoning() {
        var watch = ReasoningWatch(source: Self.english)
        for _ in 0..<ReasoningWatch.mostPieces { watch.count() }
        #expect(watch.excess == nil)
        watch.count()
        #expect(watch.excess?.kind == .runaway)
        var text = ReasoningWatch(source: Self.english)
        for piece in Self.babble(ReasoningWatch.mostBytes + 1000) where text.excess == nil { text.take(piece) }
        #expect(text.excess?.kind == .runaway)
    }
}
