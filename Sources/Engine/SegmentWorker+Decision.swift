import Documents
import Store
import Translation

extension SegmentWorker {
    /// What becomes of the segment, and what the endpoint has shown.
    func decide(_ ending: Ending, _ answer: Answer) -> (Settlement, EndpointNews?) {
        switch ending {
        case .complete:
            health.answered(settings.name)
            return (.completed, opening)
        case .failed(let failure): return (.failed(failure), nil)
        case .withdrawn: return (.released, nil)
        case .interrupted(let interruption, let lesson):
            if let pieces = pieces(after: interruption) {
                return (.split(pieces, error: interruption.message), opening)
            }
            let settlement = decide(interruption, answer)
            if let lesson { return (settlement.0, .taught(lesson)) }
            return settlement
        }
    }

    /// The pieces that a segment falls into, where an answer to all of it at once cannot be had; nil where it can, or
    /// where there is nothing left to divide.
    private func pieces(after interruption: Interruption) -> [NewJob.Piece]? {
        guard [.contextLength, .lengthLimit, .damaged].contains(interruption.kind),
            let passage = try? passage()  // Of one that cannot be read nothing was asked.
        else { return nil }
        // Where the source language was not told, sentences end as in any.
        let language = claimed.terms.sourceLanguage.flatMap { try? LanguageTag($0) }
        let parts: [SourceSegment]? =
            switch interruption.kind {
            // A short text is not what fills a context.
            case .contextLength where passage.prompt.count >= Self.leastDivided:
                passage.parts(format: format, language: language)
            // Whoever can only begin anew comes to the same limit again.
            case .lengthLimit where claimed.mode == .restart && claimed.manner != .restart:
                passage.parts(format: format, language: language)
            // Parts that a model twice could not keep as they are.
            case .damaged where claimed.wasTurnedDown: passage.singles(format: format)
            default: nil
            }
        return parts.map { $0.map(NewJob.Piece.init) }
    }

    /// A text of fewer characters is not divided because it is too much.
    static let leastDivided = 200

    /// An answer of any kind opens a gate that this attempt was sent to.
    private var opening: EndpointNews? { claimed.gateFailures == nil ? nil : .answers }

    private func decide(_ interruption: Interruption, _ answer: Answer) -> (Settlement, EndpointNews?) {
        // Other words for the same are no progress: a model has always others.
        let progressed = answer.transcript.hasGrown
        // “Was that all?” was asked about what there was before.
        let manner = progressed && claimed.manner == .confirm ? nil : claimed.manner
        let blames = interruption.speaksAgainstEndpoint && !progressed
        // One that was sent to see whether the endpoint is back needs no second failure.
        let isDown =
            health.isDown(settings.name, after: interruption, progressed: progressed)
            || blames && claimed.gateFailures != nil
        let situation = RetryPolicy.Situation(
            tries: claimed.tries, progressed: progressed, manner: manner,
            wasTurnedDown: claimed.wasTurnedDown, gateFailures: claimed.gateFailures ?? 0,
            endpointIsDown: isDown)
        let jitter = Double.random(in: 0...1)
        let now = time.now()
        // A gate stays closed only for what has closed it: any other answer is one.
        let news = blames ? nil : opening
        switch retry.decide(interruption, situation, jitter: jitter) {
        case .fail(let failure):
            // The next job is not to run against the same wall at once.
            let delay = retry.delay(afterTries: situation.gateFailures + 1, jitter: jitter)
            return (.failed(failure), isDown ? .closed(gate(.unreachable, after: delay, interruption, now)) : news)
        case .strictly: return (.turnedDown(error: interruption.message), news)
        case .again(let delay, let reason, let tries, let manner):
            let settlement = Settlement.again(
                notBefore: now + delay, reason: reason, tries: tries, manner: manner, error: interruption.message)
            return (settlement, news)
        case .behindGate(let reason, let delay, let tries):
            let settlement = Settlement.again(
                notBefore: now, reason: .endpoint, tries: tries, manner: manner, error: interruption.message)
            return (settlement, .closed(gate(reason, after: delay, interruption, now)))
        }
    }

    private func gate(
        _ reason: Gate.Reason, after delay: Duration, _ interruption: Interruption, _ now: Timestamp
    ) -> Gate {
        Gate(
            endpoint: settings.name, reason: reason, message: interruption.message,
            httpStatus: interruption.httpStatus, closedAt: now, opensAt: now + delay,
            failures: (claimed.gateFailures ?? 0) + 1)
    }
}
