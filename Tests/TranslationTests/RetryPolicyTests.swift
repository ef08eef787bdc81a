import Support
import Testing
import Translation

@Suite("The retry policy", .light)
struct RetryPolicyTests {
    private let refused = Interruption(kind: .unreachable, message: "connection refused")

    @Test("doubles the bound of its delays up to the cap")
    func bounds() {
        let policy = RetryPolicy()
        let seconds = (1...9).map { policy.bound(afterTries: $0).inSeconds }
        #expect(seconds == [1, 2, 4, 8, 16, 32, 60, 60, 60])
    }

    @Test("takes any share of the bound as its delay", arguments: [(0.0, 0), (0.25, 2), (0.5, 4), (1, 8)])
    func jitter(share: Double, seconds: Int) {
        #expect(RetryPolicy().delay(afterTries: 4, jitter: share) == .seconds(seconds))
    }

    @Test("gives up after the eighth try without new text, with the endpoint's own words")
    func givesUp() throws {
        var tries = 0
        for _ in 1...7 {
            let decision = RetryPolicy().decide(refused, .init(tries: tries, progressed: false), jitter: 1)
            guard case .again(_, .backoff, let next, nil) = decision else {
                Issue.record("try \(tries + 1) must be followed by another, not by \(decision)")
                return
            }
            tries = next
        }
        let last = RetryPolicy().decide(refused, .init(tries: tries, progressed: false), jitter: 1)
        guard case .fail(let failure) = last else {
            Issue.record("the eighth try must be the last, not \(last)")
            return
        }
        #expect(failure.message.contains("connection refused"))
        #expect(failure.kind == "tries_exhausted")
    }

    @Test("starts to count again after new text")
    func progress() {
        let decision = RetryPolicy().decide(refused, .init(tries: 7, progressed: true), jitter: 1)
        guard case .again(let delay, _, 0, nil) = decision else {
            Issue.record("new text must set the tries back, not \(decision)")
            return
        }
        #expect(delay <= .seconds(1))
    }

    @Test("lets Retry-After win; where too much is asked for, no try is spent on it")
    func retryAfter() {
        let limited = Interruption(kind: .rateLimited, message: "slow down", retryAfter: .seconds(17))
        let decision = RetryPolicy().decide(limited, .init(tries: 7), jitter: 1)
        #expect(decision == .behindGate(.rateLimited, after: .seconds(17), tries: 7))
        let failing = Interruption(kind: .serverError, message: "oh dear", retryAfter: .seconds(17))
        #expect(
            RetryPolicy().decide(failing, .init(tries: 3), jitter: 1)
                == .behindGate(.overloaded, after: .seconds(17), tries: 4), "all wait, or each would ask by itself")
        #expect(
            RetryPolicy().decide(failing, .init(tries: 3, progressed: true), jitter: 1)
                == .again(after: .seconds(17), reason: .endpoint, tries: 0))
        guard case .fail = RetryPolicy().decide(failing, .init(tries: 7), jitter: 1) else {
            Issue.record("what says so for ever is given up")
            return
        }
    }

    @Test("makes no storm of a Retry-After of nothing: from the second time on the base counts")
    func noStorm() {
        let limited = Interruption(kind: .rateLimited, message: "slow down", retryAfter: .zero)
        let decisions = [0, 1].map {
            RetryPolicy().decide(limited, .init(gateFailures: $0), jitter: 1)
        }
        #expect(decisions[0] == .behindGate(.rateLimited, after: .zero, tries: 0))
        #expect(decisions[1] == .behindGate(.rateLimited, after: .seconds(1), tries: 0))
        // Where no gate counts how often it was said, not even the first time.
        let failing = Interruption(kind: .serverError, message: "oh dear", retryAfter: .zero)
        #expect(
            RetryPolicy().decide(failing, .init(), jitter: 1)
                == .behindGate(.overloaded, after: .seconds(1), tries: 1))
    }

    @Test("believes no Retry-After beyond a day")
    func longRetryAfter() {
        let limited = Interruption(kind: .overloaded, message: "busy", retryAfter: .seconds(10_000_000))
        #expect(
            RetryPolicy().decide(limited, .init(), jitter: 1)
                == .behindGate(.overloaded, after: .seconds(86_400), tries: 0))
    }

    @Test("asks a gate that only a person can open after 1, 2, 4 … 60 minutes", arguments: [0, 1, 2, 6, 50])
    func personalGate(failures: Int) {
        let refused = Interruption(kind: .unauthorized, message: "wrong key")
        let minutes = min(60, 1 << min(failures, 10))
        #expect(
            RetryPolicy().decide(refused, .init(tries: 3, gateFailures: failures), jitter: 1)
                == .behindGate(.unauthorized, after: .seconds(minutes * 60), tries: 3))
    }

    @Test("spends no try on asking at the gate of an endpoint that is away, however long")
    func endpointAway() {
        let situation = RetryPolicy.Situation(tries: 7, gateFailures: 90, endpointIsDown: true)
        #expect(
            RetryPolicy().decide(refused, situation, jitter: 1)
                == .behindGate(.unreachable, after: .seconds(60), tries: 7))
    }

    @Test("spends a try on an endpoint that is down, and gives up at the eighth")
    func endpointDown() {
        let situation = RetryPolicy.Situation(tries: 2, gateFailures: 4, endpointIsDown: true)
        let silent = Interruption(kind: .stalled, message: "not a word")
        guard case .behindGate(.unreachable, let delay, 3) = RetryPolicy().decide(silent, situation, jitter: 1)
        else {
            Issue.record("an endpoint that is down closes its gate, and the try is spent")
            return
        }
        #expect(delay <= .seconds(16), "the fifth failure in a row waits at most 16 s, not \(delay)")
        let last = RetryPolicy.Situation(tries: 7, endpointIsDown: true)
        guard case .fail = RetryPolicy().decide(silent, last, jitter: 1) else {
            Issue.record("the eighth try must be the last also behind a gate")
            return
        }
    }

    @Test("asks once more in stricter words after an answer that is no translation, and once only")
    func strictOnce() {
        for kind in [Interruption.Kind.wrongScript, .untranslated, .refused, .looping, .runaway, .emptyAnswer] {
            let interruption = Interruption(kind: kind, message: "m")
            #expect(RetryPolicy().decide(interruption, .init(progressed: true), jitter: 1) == .strictly)
            guard
                case .fail(let failure) = RetryPolicy().decide(
                    interruption, .init(progressed: true, wasTurnedDown: true), jitter: 1)
            else {
                Issue.record("\(kind) must not be asked a third time")
                continue
            }
            #expect(failure.kind == kind.rawValue)
        }
    }

    @Test("asks whether that was all, and turns the answer down when that brings nothing")
    func confirms() {
        let short = Interruption(kind: .tooShort, message: "short")
        let policy = RetryPolicy()
        let confirm = RetryPolicy.Decision.again(after: .zero, reason: .backoff, tries: 0, manner: .confirm)
        #expect(policy.decide(short, .init(progressed: true), jitter: 1) == confirm)
        #expect(policy.decide(short, .init(progressed: true, manner: .confirm), jitter: 1) == confirm)
        #expect(policy.decide(short, .init(manner: .confirm), jitter: 1) == .strictly)
    }

    @Test("asks for the whole anew when the model talks about the text a second time")
    func talk() {
        let talk = Interruption(kind: .noNewText, message: "please provide the text")
        let manners = [0, 1].map { tries -> Manner? in
            guard
                case .again(_, _, tries + 1, let manner) = RetryPolicy().decide(
                    talk, .init(tries: tries), jitter: 1)
            else {
                Issue.record("talk must cost a try")
                return nil
            }
            return manner
        }
        #expect(manners == [nil, .restart])
    }

    @Test("goes on at once after the endpoint's length limit when there was new text")
    func lengthLimit() {
        let limit = Interruption(kind: .lengthLimit, message: "length")
        #expect(
            RetryPolicy().decide(limit, .init(tries: 3, progressed: true), jitter: 1)
                == .again(after: .zero, reason: .backoff, tries: 0))
    }

    @Test("does for every kind of interruption what its remedy says", arguments: Interruption.Kind.allCases)
    func remedies(kind: Interruption.Kind) {
        let interruption = Interruption(kind: kind, message: "the endpoint's words")
        let decision = RetryPolicy().decide(interruption, .init(), jitter: 1)
        switch (interruption.remedy, decision) {
        case (.tryAgain, .again(_, _, 1, nil)), (.adapt, .again(.zero, _, 0, nil)),
            (.confirm, .again(.zero, _, 0, .confirm)), (.askStrictly, .strictly):
            break
        case (.closeGate(let reason), .behindGate(let closed, _, 0)): #expect(reason == closed)
        case (.giveUp, .fail(let failure)):
            #expect(failure.message == "the endpoint's words")
            #expect(!failure.hint.isEmpty)
        default: Issue.record("\(kind): \(decision) does not follow from \(interruption.remedy)")
        }
    }
}
