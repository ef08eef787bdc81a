/// When to try again after an attempt that did not complete a segment, and when to give up.
///
/// Two budgets, of which this rules the first: tries *without* new text are counted and bounded; continuations *with*
/// new text start the count again, and are bounded by the size of the output (``Completeness``). Gates for a whole
/// endpoint will stand in front of this rule; it decides for one segment.
public struct RetryPolicy: Sendable, Equatable {
    /// The upper bound of the first delay.
    ///
    /// Default 1 s.
    public var base: Duration
    /// By how much the bound grows with each try.
    ///
    /// At least 1; default 2.
    public var factor: Double
    /// The bound's own bound.
    ///
    /// Default 60 s.
    public var cap: Duration
    /// How many tries in a row may bring no new text.
    ///
    /// At least 1; default 8.
    public var tries: Int

    /// Creates a policy.
    public init(base: Duration = .seconds(1), factor: Double = 2, cap: Duration = .seconds(60), tries: Int = 8) {
        self.base = base
        self.factor = factor
        self.cap = cap
        self.tries = tries
    }

    /// What is to become of a segment.
    public enum Decision: Sendable, Equatable {
        /// Ask again after `delay`; `tries` is the new count of tries without new text.
        case again(after: Duration, reason: WaitReason, tries: Int)
        /// Give up.
        case fail(JobFailure)
    }

    /// The longest delay after a number of tries without new text: 1, 2, 4, … 60 s by default.
    public func bound(afterTries tries: Int) -> Duration {
        var bound = base.inSeconds
        for _ in 1..<max(1, tries) where bound < cap.inSeconds { bound *= factor }
        return .milliseconds(Int64(min(bound, cap.inSeconds) * 1000))
    }

    /// A delay with full jitter: anything from nothing to the bound, each as likely.
    ///
    /// Source: M. Brooker, “Exponential Backoff And Jitter”, AWS Architecture Blog, 2015.
    public func delay(afterTries tries: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        .milliseconds(Int64.random(in: 0...bound(afterTries: tries).wholeMilliseconds, using: &generator))
    }

    /// Decides after an interruption.
    ///
    /// - Parameters:
    ///   - interruption: Why the attempt ended.
    ///   - tries: Tries without new text before this attempt.
    ///   - progressed: Whether this attempt brought new text.
    ///   - generator: The source of chance for the jitter.
    public func decide(
        _ interruption: Interruption, tries: Int, progressed: Bool, using generator: inout some RandomNumberGenerator
    ) -> Decision {
        guard interruption.isTransient else {
            return .fail(
                JobFailure(
                    kind: interruption.kind.rawValue, message: interruption.message, hint: interruption.hint))
        }
        if let retryAfter = interruption.retryAfter {
            // The endpoint said itself when to come back. Doing so is no failure of ours, so it costs no try; a day
            // is the longest that is believed.
            return .again(after: min(retryAfter, .seconds(86_400)), reason: .endpoint, tries: progressed ? 0 : tries)
        }
        if progressed {
            let delay = interruption.kind == .lengthLimit ? .zero : delay(afterTries: 1, using: &generator)
            return .again(after: delay, reason: .backoff, tries: 0)
        }
        let spent = tries + 1
        guard spent < self.tries else {
            return .fail(
                JobFailure(
                    kind: "tries_exhausted",
                    message: "\(spent) tries in a row brought no new text; the last: \(interruption.message)",
                    hint: "\(interruption.hint) Then: tolmach retry; the text so far is kept."))
        }
        return .again(
            after: delay(afterTries: spent, using: &generator), reason: interruption.waitReason, tries: spent)
    }
}
