import Engine
import Foundation
import ScriptedEndpoint
import Store
import Support
import Testing
import Translation

/// `stop` is necessary, not sufficient: a text that looks cut is asked about.
@Suite("An answer that looks cut", .besideAnother, .timeLimit(.minutes(40)))
struct WasThatAllTests {
    private static let source = words(24)
    private static let chunks = DeterministicTranslator().chunks(
        of: DeterministicTranslator().translation(of: source))
    private static let beginning = Array(chunks.prefix(9))
    private static let sentBack = chunks.prefix(8).joined()
    private static let modes: [ResumeMode] = [.continue, .prefill, .prefix, .partial]
    private static let talk = ["Please provide the text", " you want me to translate."]

    @Test("in mid-sentence is asked to go on, from its last whole word, and the rest completes it", arguments: modes)
    func restComes(mode: ResumeMode) async throws {
        let trial = try await trial(Self.source, Craft(resume: mode, tries: 1)) { request in
            .events(request.number == 0 ? Self.beginning : DeterministicTranslator().answer(to: request))
        }
        #expect(trial.state.name == .completed && trial.text == Self.chunks.joined(), "\(trial.state): \(trial.text)")
        #expect(trial.received == ["fresh", Self.sentBack])
        let roles = trial.requests[1].messages.map(\.role)
        #expect(roles == ["system", "user", "assistant"] + (mode == .continue ? ["user"] : []))
        #expect(trial.attempts.map(\.outcome) == [.interrupted, .completed])
    }

    @Test("in mid-sentence, and has nothing to add, is complete after exactly one more request", arguments: modes)
    func nothingComes(mode: ResumeMode) async throws {
        let trial = try await trial(Self.source, Craft(resume: mode, tries: 1)) { request in
            .events(request.number == 0 ? Self.beginning : [])
        }
        #expect(
            trial.state.name == .completed && trial.text == Self.beginning.joined(), "\(trial.state): \(trial.text)")
        #expect(trial.received == ["fresh", Self.sentBack])
    }

    @Test(
        "in mid-sentence, and only its last word comes again, or white space, is complete after one more request",
        arguments: modes, [[beginning.last ?? ""], ["\n"], [" ", " "], [beginning.last ?? "", "\n"]])
    func lastWordComes(mode: ResumeMode, answer: [String]) async throws {
        let trial = try await trial(Self.source, Craft(resume: mode, tries: 1)) { request in
            .events(request.number == 0 ? Self.beginning : answer)
        }
        #expect(trial.state.name == .completed, "\(trial.state)")
        #expect(trial.text.trimmingCharacters(in: .whitespacesAndNewlines) == Self.beginning.joined())
        #expect(trial.received == ["fresh", Self.sentBack])
    }

    @Test("in mid-sentence, and the last word comes shorter and longer by turns, comes to an end", arguments: modes)
    func lastWordChanges(mode: ResumeMode) async throws {
        let last = Self.beginning.last ?? ""
        let trial = try await trial(Self.source, Craft(resume: mode, tries: 1)) { request in
            .events(
                request.number == 0 ? Self.beginning : [request.number.isMultiple(of: 2) ? last + "ss" : last + "s"])
        }
        #expect(trial.state.name == .completed, "\(trial.state)")
        #expect(trial.requests.count <= 4, "\(trial.received)")
    }

    @Test("far too short, in other words each time, is turned down too, and comes to an end", arguments: modes)
    func otherWords(mode: ResumeMode) async throws {
        let source = words(80)
        let trial = try await trial(source, Craft(resume: mode, tries: 2)) { request in
            .events([["Ja"], ["Jawohl"], ["Nun"]][request.number % 3])
        }
        #expect(trial.failure != nil, "\(trial.state)")
        #expect(trial.requests.count < 12, "\(trial.received)")
    }

    @Test(
        "is asked to go on, and breaks off again with more: then the rest is asked for, and a no is asked about",
        arguments: modes)
    func brokenOffAfterQuestion(mode: ResumeMode) async throws {
        let trial = try await trial(Self.source, Craft(resume: mode, tries: 2)) { request in
            switch request.number {
            case 0: .events(Self.beginning)
            case 1: .events(Array(DeterministicTranslator().answer(to: request).prefix(5)), finish: nil, done: false)
            case 2: .events([])
            default: .events(DeterministicTranslator().answer(to: request))
            }
        }
        #expect(trial.state.name == .completed && trial.text == Self.chunks.joined(), "\(trial.state): \(trial.text)")
        #expect(trial.requests.count == 4)
    }

    @Test(
        "is asked to go on, and the endpoint is busy after some more: then a no is asked about as well",
        arguments: modes)
    func gateAfterQuestion(mode: ResumeMode) async throws {
        let busy = Event.data(#"{"error": {"message": "slower", "code": "rate_limit_exceeded"}}"#)
        let trial = try await trial(Self.source, Craft(resume: mode, tries: 2)) { request in
            switch request.number {
            case 0: .events(Self.beginning)
            case 1: .events(Array(DeterministicTranslator().answer(to: request).prefix(5)), then: [busy])
            case 2: .events([])
            default: .events(DeterministicTranslator().answer(to: request))
            }
        }
        #expect(!trial.closings.isEmpty, "\(trial.log)")
        #expect(trial.state.name == .completed && trial.text == Self.chunks.joined(), "\(trial.state): \(trial.text)")
        #expect(trial.requests.count == 4)
    }

    @Test(
        "in mid-sentence, at an endpoint that can only begin anew, is believed when it comes again; else the whole counts"
    )
    func restart() async throws {
        let again = try await trial(Self.source, Craft(resume: .restart, tries: 1)) { _ in .events(Self.beginning) }
        #expect(
            again.state.name == .completed && again.text == Self.beginning.joined(), "\(again.state): \(again.text)")
        #expect(again.received == ["fresh", "fresh"])
        let whole = try await trial(Self.source, Craft(resume: .restart, tries: 1)) { request in
            .events(request.number == 0 ? Self.beginning : Self.chunks)
        }
        #expect(whole.state.name == .completed && whole.text == Self.chunks.joined(), "\(whole.state): \(whole.text)")
        #expect(whole.received == ["fresh", "fresh"])
    }

    @Test("in mid-sentence again and again is asked to go on each time, until it is whole", arguments: modes)
    func pieceByPiece(mode: ResumeMode) async throws {
        // Long enough for a missing full stop to tell, and the translation is longer than its source, as most are.
        let source = words(60)
        let whole = DeterministicTranslator().translation(of: source)
        try #require(whole.count > source.count + 20)
        let trial = try await trial(source, Craft(resume: mode, tries: 1)) { request in
            .events(Array(DeterministicTranslator().answer(to: request).prefix(4)))
        }
        #expect(trial.state.name == .completed && trial.text == whole, "\(trial.state): \(trial.text)")
        // Four words at a time, of which the last is sent again: three new ones, but for the first time.
        #expect(trial.requests.count == 20, "\(trial.received)")
    }

    @Test("in mid-sentence for good, though the model obliges with more each time, comes to an end by its length")
    func obliging() async throws {
        let source = words(60)
        let translation = DeterministicTranslator().chunks(of: DeterministicTranslator().translation(of: source))
        let more = SecondTryTests.babble(4000)
        let trial = try await trial(source, Craft(tries: 1)) { request in
            let number = request.number * 5
            return .events(
                request.number == 0
                    ? translation.dropLast() + [" ríívér"] : [" ríívér", " "] + more[number..<number + 5])
        }
        #expect(trial.state.name == .completed && trial.requests.count < 20, "\(trial.state): \(trial.received)")
        #expect(trial.text.count < 2 * source.count)
    }

    @Test(
        "far too short, and nothing more comes, is turned down; once more, and the job has failed; the text is kept",
        arguments: modes)
    func tooShort(mode: ResumeMode) async throws {
        let source = words(80)
        let short = DeterministicTranslator().chunks(of: DeterministicTranslator().translation(of: source)).prefix(3)
        let trial = try await trial(source, Craft(resume: mode, tries: 1)) { request in
            .events(request.received == nil ? Array(short) : [])
        }
        let asked = short.prefix(2).joined()
        #expect(trial.received == ["fresh", asked, "fresh", asked])
        #expect(
            trial.failure?.kind == "too_short" && trial.text == short.joined().shown, "\(trial.state): \(trial.text)")
        #expect(trial.requests[2].messages[0].content.count > trial.requests[0].messages[0].content.count)
    }

    @Test("because it ends at the limit that was asked for, though it says stop, goes on", arguments: modes)
    func limit(mode: ResumeMode) async throws {
        let trial = try await trial(Self.source, Craft(resume: mode, tries: 1, maxTokens: 12)) { request in
            let rest = DeterministicTranslator().answer(to: request)
            return .events(Array(rest.prefix(12)), usage: (50, min(12, rest.count)))
        }
        #expect(trial.state.name == .completed && trial.text == Self.chunks.joined(), "\(trial.state): \(trial.text)")
        // 12 words, 11 of them sent back; 12 more, 11 of them new; the last two.
        #expect(trial.requests.count == 3 && trial.attempts.map(\.outcome) == [.interrupted, .interrupted, .completed])
        #expect(trial.requests.allSatisfy { $0.json?["max_tokens"]?.number == 12 })
    }

    @Test("is continued, and the model talks about the text twice: then the whole is asked for anew, and that counts")
    func talksTwice() async throws {
        let whole = "A whole other answer, of as many words or not, which the model gave when it was asked again."
        let trial = try await trial(Self.source, Craft(tries: 3)) { request in
            switch request.number {
            case 0: .events(Self.beginning, finish: nil, done: false)
            case 1, 2: .events(Self.talk)
            default: .events(DeterministicTranslator().chunks(of: whole))
            }
        }
        #expect(trial.received == ["fresh", Self.sentBack, Self.sentBack, "fresh"])
        #expect(trial.requests.last?.messages == trial.requests.first?.messages, "as if for the first time")
        #expect(trial.state.name == .completed && trial.text == whole, "\(trial.state): \(trial.text)")
        #expect(trial.attempts.map(\.junction) == [nil, "answersInstruction", "answersInstruction", nil])
    }

    @Test("is continued, and the model talks once and then goes on: not a word of the talk is in the text")
    func talksOnce() async throws {
        let trial = try await trial(Self.source, Craft(tries: 3)) { request in
            switch request.number {
            case 0: .events(Self.beginning, finish: nil, done: false)
            case 1: .events(Self.talk)
            default: .events(DeterministicTranslator().answer(to: request))
            }
        }
        #expect(trial.received == ["fresh", Self.sentBack, Self.sentBack])
        #expect(trial.state.name == .completed && trial.text == Self.chunks.joined(), "\(trial.state): \(trial.text)")
    }

    @Test("and began anew, far too short, takes nothing of the longer text away that broke off before")
    func shorterRestart() async throws {
        try await withWorkshop({ request in
            switch request.number {
            case 0: .events(Self.chunks).cut(afterChunks: Self.chunks.count - 4, by: .reset)
            case 1: .events(Array(Self.chunks.prefix(2)))
            default: Answer(steps: [.stall])
            }
        }) { workshop in
            let job = try await workshop.add(Self.source)
            try await withDaemon(in: workshop, Craft(resume: .restart)) { _ in
                try await eventually("it is asked a third time") { workshop.endpoint.requests.count == 3 }
            }
            let kept = try await workshop.store.segments(of: job)[0].text
            #expect(kept.count > Self.chunks.prefix(10).joined().count, "“\(kept)”")
        }
    }
}
