import Engine
import ScriptedEndpoint
import Store
import Support
import Synchronization
import Testing
import Translation

/// Two budgets: tries without new text are counted; continuations with new text are bounded by the output's size.
@Suite("The budgets of a segment", .besideAnother, .timeLimit(.minutes(40)))
struct BudgetTests {
    private static let source = words(30)
    /// What a translation of the source may be long at most (`Completeness`), in bytes.
    private static let bound = 6 * source.utf8.count + 600

    @Test(
        "let an answer that never ends go on for far more than eight continuations, and end by its size",
        arguments: [ResumeMode.continue, .prefill], [Cut.length, .cleanEnd])
    func neverEnds(mode: ResumeMode, cut: Cut) async throws {
        let words = SecondTryTests.babble(3 * Self.bound)
        let given = Mutex(0)
        let trial = try await trial(Self.source, Craft(resume: mode, tries: 1, base: .milliseconds(1))) { request in
            let start = given.withLock { given in
                // The last word was not sent back, so it comes again; after it, only new ones.
                let start = request.received == nil ? 0 : given - 1
                given = start + 3
                return start
            }
            return cut.answer(Array(words[start..<start + 4]), after: 3)
        }
        #expect(trial.failure?.kind == "runaway", "\(trial.state)")
        #expect(trial.requests.count > 50, "it was given up after \(trial.requests.count) requests")
        #expect(trial.received.count { $0 == "fresh" } == 2, "once more in stricter words, and no third time")
        #expect(trial.text.utf8.count > Self.bound - 20 && trial.text.utf8.count < Self.bound + 100)
        // Two new words each time: no more requests than the size of two such texts explains.
        let perAnswer = 2 * words.reduce(0) { $0 + $1.utf8.count } / words.count
        #expect(trial.requests.count < 3 * Self.bound / perAnswer, "\(trial.requests.count) requests")
    }

    @Test("let answers that bring text and answers that bring none alternate without end to the tries")
    func alternating() async throws {
        let trial = try await trial(Self.source, Craft(tries: 2, base: .milliseconds(1))) { request in
            let rest = DeterministicTranslator().answer(to: request)
            if request.number % 2 == 1 { return .error(status: 500) }
            return rest.count <= 3 ? .events(rest) : .events(Array(rest.prefix(3)), finish: nil, done: false)
        }
        #expect(trial.state.name == .completed, "\(trial.state)")
        #expect(trial.text == DeterministicTranslator().translation(of: Self.source))
        #expect(trial.requests.count > 16 && trial.closings.isEmpty)
    }

    @Test("count an answer that reaches its limit without any text as a try without text")
    func emptyLength() async throws {
        let trial = try await trial(Self.source, Craft(tries: 4, base: .milliseconds(1))) { request in
            .events(request.number == 0 ? ["Él ", "río ", "es"] : [], finish: "length")
        }
        #expect(trial.failure?.kind == "tries_exhausted", "\(trial.state)")
        #expect(trial.requests.count == 1 + 4 && trial.text == "Él río")
    }
}
