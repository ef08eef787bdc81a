import Support
import Testing
import Translation

@Suite("The retry policy")
struct RetryPolicyTests {
    private let refused = Interruption(kind: .unreachable, message: "connection refused")

    @Test("doubles the bound of its delays up to the cap")
    func bounds() {
        let policy = RetryPolicy()
        let seconds = (1...9).map { policy.bound(afterTries: $0).inSeconds }
        #expect(seconds == [1, 2, 4, 8, 16, 32, 60, 60, 60])
    }

    @Test("has full jitter: delays spread evenly from nothing to the bound")
    func jitter() {
        var generator = SeededGenerator(seed: 7)
        let policy = RetryPolicy()
        let delays = (0..<4000).map { _ in policy.delay(afterTries: 4, using: &generator).inSeconds }
        #expect(delays.allSatisfy { (0...8).contains($0) })
        let mean = delays.reduce(0, +) / 4000
        #expect(abs(mean - 4) < 0.2, "the mean of an even spread over 0…8 s is 4 s, and was \(mean)")
        #expect(delays.count { $0 < 1 } > 300, "short delays are as likely as long ones")
    }

    @Test("gives up after the eighth try without new text, with the endpoint's own words")
    func givesUp() throws {
        var generator = SeededGenerator(seed: 1)
        var tries = 0
        for _ in 1...7 {
            let decision = RetryPolicy().decide(refused, tries: tries, progressed: false, using: &generator)
            guard case .again(_, .backoff, let next) = decision else {
                Issue.record("try \(tries + 1) must be followed by another, not by \(decision)")
                return
            }
            tries = next
        }
        let last = RetryPolicy().decide(refused, tries: tries, progressed: false, using: &generator)
        guard case .fail(let failure) = last else {
            Issue.record("the eighth try must be the last, not \(last)")
            return
        }
        #expect(failure.message.contains("connection refused"))
        #expect(failure.kind == "tries_exhausted")
    }

    @Test("starts to count again after new text")
    func progress() {
        var generator = SeededGenerator(seed: 1)
        let decision = RetryPolicy().decide(refused, tries: 7, progressed: true, using: &generator)
        guard case .again(let delay, _, 0) = decision else {
            Issue.record("new text must set the tries back, not \(decision)")
            return
        }
        #expect(delay <= .seconds(1))
    }

    @Test("lets Retry-After win, and spends no try on it")
    func retryAfter() {
        var generator = SeededGenerator(seed: 1)
        let limited = Interruption(kind: .rateLimited, message: "slow down", retryAfter: .seconds(17))
        let decision = RetryPolicy().decide(limited, tries: 7, progressed: false, using: &generator)
        #expect(decision == .again(after: .seconds(17), reason: .endpoint, tries: 7))
    }

    @Test("goes on at once after the endpoint's length limit when there was new text")
    func lengthLimit() {
        var generator = SeededGenerator(seed: 1)
        let limit = Interruption(kind: .lengthLimit, message: "length")
        #expect(
            RetryPolicy().decide(limit, tries: 3, progressed: true, using: &generator)
                == .again(after: .zero, reason: .backoff, tries: 0))
    }

    @Test("never repeats what cannot succeed", arguments: Interruption.Kind.allCases)
    func permanent(kind: Interruption.Kind) {
        var generator = SeededGenerator(seed: 1)
        let interruption = Interruption(kind: kind, message: "the endpoint's words")
        let decision = RetryPolicy().decide(interruption, tries: 0, progressed: false, using: &generator)
        switch decision {
        case .again: #expect(interruption.isTransient)
        case .fail(let failure):
            #expect(!interruption.isTransient)
            #expect(failure.message == "the endpoint's words")
            #expect(!failure.hint.isEmpty)
        }
    }
}
