/// When to try again after an attempt that did not complete a segment, and when to give up.
///
/// Two budgets, of which this rules the first: tries *without* new text are counted and bounded; continuations *with*
/// new text start the count again, and are bounded by the size of the output (``Completeness``). What speaks against
/// the endpoint rather than the segment closes the endpoint's ``Gate``, and waiting there costs no try.
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

    /// What is known of the attempt that was interrupted.
    public struct Situation: Sendable, Equatable {
        /// Tries without new text before this attempt.
        public var tries: Int
        /// Whether this attempt brought new text.
        public var progressed: Bool
        /// In which manner it was asked; nil in the usual one.
        public var manner: Manner?
        /// Whether an answer for this segment was turned down before.
        public var wasTurnedDown: Bool
        /// How many answers in a row had closed the endpoint's gate before this one.
        public var gateFailures: Int
        /// Whether the endpoint must be taken for down.
        public var endpointIsDown: Bool

        /// Describes an attempt.
        public init(
            tries: Int = 0, progressed: Bool = false, manner: Manner? = nil, wasTurnedDown: Bool = false,
            gateFailures: Int = 0, endpointIsDown: Bool = false
        ) {
            self.tries = tries
            self.progressed = progressed
            self.manner = manner
            self.wasTurnedDown = wasTurnedDown
            self.gateFailures = gateFailures
            self.endpointIsDown = endpointIsDown
        }
    }

    /// What is to become of a segment.
    public enum Decision: Sendable, Equatable {
        /// Ask again after a delay, in this manner; `tries` is the new count of tries without new text.
        case again(after: Duration, reason: WaitReason, tries: Int, manner: Manner? = nil)
        /// The endpoint's gate closes for a time, and the segment waits behind it or goes to another endpoint.
        case behindGate(Gate.Reason, after: Duration, tries: Int)
        /// The answer is given up: once more from the start, in stricter words.
        case strictly
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
    ///
    /// - Parameters:
    ///   - tries: Tries without new text, this one included.
    ///   - jitter: The share of the bound, 0 to 1; to be drawn anew for each decision.
    public func delay(afterTries tries: Int, jitter: Double) -> Duration {
        .milliseconds(Int64(Double(bound(afterTries: tries).wholeMilliseconds) * jitter))
    }

    /// Decides after an interruption.
    ///
    /// - Parameters:
    ///   - interruption: Why the attempt ended.
    ///   - situation: What is known of the attempt.
    ///   - jitter: What share of its bound a delay takes, 0 to 1; to be drawn anew for each decision.
    public func decide(_ interruption: Interruption, _ situation: Situation, jitter: Double) -> Decision {
        let kept = situation.progressed ? 0 : situation.tries
        switch interruption.remedy {
        case .giveUp: return fail(interruption)
        case .closeGate(let reason):
            let delay = gateDelay(interruption, reason, failures: situation.gateFailures + 1, jitter: jitter)
            return .behindGate(reason, after: delay, tries: kept)
        case .adapt: return .again(after: .zero, reason: .backoff, tries: kept, manner: situation.manner)
        case .askStrictly: return situation.wasTurnedDown ? fail(interruption) : .strictly
        case .confirm:
            if situation.manner != .confirm || situation.progressed {
                return .again(after: .zero, reason: .backoff, tries: kept, manner: .confirm)
            }
            return situation.wasTurnedDown ? fail(interruption) : .strictly
        case .tryAgain: return tryAgain(interruption, situation, jitter: jitter)
        }
    }

    private func tryAgain(_ interruption: Interruption, _ situation: Situation, jitter: Double) -> Decision {
        // The endpoint may say itself when to come back. As little counts how often it says so, “at once” is never
        // believed.
        let told = interruption.retryAfter.map { believed($0, repeated: true) }
        if situation.progressed {
            let delay = interruption.kind == .lengthLimit ? .zero : delay(afterTries: 1, jitter: jitter)
            return .again(
                after: told ?? delay, reason: told == nil ? .backoff : .endpoint, tries: 0, manner: situation.manner)
        }
        // That nobody answers says nothing of the segment that happened to ask first at a closed gate.
        let isMerelyAway = situation.gateFailures > 0 && interruption.isOfConnecting
        let spent = situation.tries + (isMerelyAway ? 0 : 1)
        guard spent < tries else {
            return .fail(
                JobFailure(
                    kind: "tries_exhausted",
                    message: "\(spent) tries in a row brought no new text; the last: \(interruption.message)",
                    hint: "\(interruption.hint) Then: tolmach retry; the text so far is kept."))
        }
        if let told, interruption.speaksAgainstEndpoint {
            return .behindGate(.overloaded, after: told, tries: spent)
        }
        if situation.endpointIsDown {
            let delay = delay(afterTries: situation.gateFailures + 1, jitter: jitter)
            return .behindGate(.unreachable, after: delay, tries: spent)
        }
        // A model that talks about its task instead of doing it will do so again; asked anew, it mostly translates.
        let manner = interruption.kind == .noNewText && spent >= Self.patienceWithTalk ? .restart : situation.manner
        return .again(
            after: delay(afterTries: spent, jitter: jitter), reason: .backoff, tries: spent, manner: manner)
    }

    /// So many answers about the text instead of more of it, and the whole is asked for anew.
    private static let patienceWithTalk = 2
    /// The longest time that an endpoint's word is believed.
    private static let longestWait = Duration.seconds(86_400)
    /// How long a gate stays closed that only a person can open, before it is looked whether one has: doubling from a
    /// minute to an hour.
    private static let personalDelay = RetryPolicy(base: .seconds(60), factor: 2, cap: .seconds(3600))

    private func fail(_ interruption: Interruption) -> Decision {
        .fail(JobFailure(kind: interruption.kind.rawValue, message: interruption.message, hint: interruption.hint))
    }

    private func gateDelay(
        _ interruption: Interruption, _ reason: Gate.Reason, failures: Int, jitter: Double
    ) -> Duration {
        if let retryAfter = interruption.retryAfter { return believed(retryAfter, repeated: failures > 1) }
        if reason.needsPerson { return Self.personalDelay.bound(afterTries: failures) }
        return delay(afterTries: failures, jitter: jitter)
    }

    /// `Retry-After: 0`, again and again, must not make a storm of requests: from the second time on the base counts.
    private func believed(_ retryAfter: Duration, repeated: Bool) -> Duration {
        min(repeated ? max(retryAfter, base) : retryAfter, Self.longestWait)
    }
}
