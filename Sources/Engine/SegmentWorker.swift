import ChatStream
import Documents
import Logging
import Store
import Translation

/// Streams one claimed segment and settles it: the thin shell around ``Answer`` and ``RetryPolicy``.
///
/// A class, since each frame of its waiting calls would otherwise hold a copy of all that it knows.
final class SegmentWorker: Sendable {
    let claimed: ClaimedSegment
    private let handle: EndpointPool.Handle
    let store: Store
    let health: EndpointHealth
    /// Ends the stream when its lease is gone.
    let revocation: ChatCancellation
    /// Told when a closed gate has opened, so that others may follow.
    let gateHasOpened: @Sendable () -> Void
    let time: TimeSource
    private let log: Logger

    init(
        claimed: ClaimedSegment, handle: EndpointPool.Handle, store: Store,
        health: EndpointHealth, revocation: ChatCancellation, gateHasOpened: @escaping @Sendable () -> Void,
        time: TimeSource, logger: Logger
    ) {
        (self.claimed, self.handle, self.store) = (claimed, handle, store)
        (self.health, self.revocation, self.gateHasOpened) = (health, revocation, gateHasOpened)
        (self.time, log) = (time, logger)
    }

    var settings: EndpointSettings { handle.settings }
    var retry: RetryPolicy { handle.retry }

    /// Tells whose segment it is.
    ///
    /// Made where something is told, which of most streams nothing is.
    var logger: Logger {
        var logger = log
        logger[metadataKey: "job"] = "\(claimed.job)"
        logger[metadataKey: "segment"] = "\(claimed.position)"
        logger[metadataKey: "attempt"] = "\(claimed.attemptNumber)"
        logger[metadataKey: "endpoint"] = "\(settings.name)"
        return logger
    }

    private struct LeaseLost: Error {}
    private struct Excess: Error { let interruption: Interruption }

    /// How an attempt ended, before anything is decided.
    enum Ending {
        case complete
        case interrupted(Interruption, Lesson?)
        case failed(JobFailure)
        /// Cancelled by a stop or a person, the lease lost, or the database gone: nothing is held against the segment.
        case withdrawn
    }

    func run() async {
        let answer = Answer(to: claimed, maxTokens: maxTokens)
        do throws(UnreadableLayout) {
            let passage = try SourceSegment(
                kind: .translatable, text: claimed.original, json: claimed.layout, prompt: claimed.source)
            if await settleFromMemory(passage) { return }
            let ending = await stream(passage, into: answer)
            await settle(ending, passage, answer)
        } catch {
            await settle(.failed(error.failure), nil, answer)
        }
    }

    private func settle(_ ending: Ending, _ passage: SourceSegment?, _ answer: Answer) async {
        let (settlement, news) = decide(ending, passage, answer)
        var report = answer.report
        if case .interrupted(let interruption, _) = ending { report.interruption = interruption.kind }
        // The segment's text is given up with it, so this is the only place where it is kept.
        switch settlement {
        case .turnedDown, .split: report.answer = answer.received
        case .completed, .again, .failed, .released: break
        }
        do {
            let settled = try await store.settle(
                claimed.lease, text: settlement.isCompleted ? answer.text : answer.transcript.joined, as: settlement,
                report, at: settings.name, news: news,
                now: time.now())
            if case .closed(let gate) = news { tell(gate, isNew: settled.hasClosedGate) }
            if case .taught(let lesson) = news {
                logger.notice("endpoint will be asked differently", metadata: ["reason": "\(lesson.advice)"])
            }
            tell(settlement, isSettled: settled.isWritten)
        } catch {
            // The lease stays, and the text is in the journal: the next start takes both up.
            logger.error("segment could not be settled", metadata: ["error": "\(error)"])
        }
    }

    /// Takes a segment's translation from the memory, where that has come to know it since the document was added.
    ///
    /// - Returns: Whether nothing is left to ask.
    private func settleFromMemory(_ passage: SourceSegment) async -> Bool {
        // Whoever is sent to a closed gate has to ask; and a text that has begun goes on.
        guard claimed.terms.usesMemory, claimed.gateFailures == nil, claimed.attemptNumber == 1, claimed.text.isEmpty
        else { return false }
        do {
            let texts = passage.pairs(translation: passage.prompt, format: format).map(\.source)
            let target = try LanguageTag(claimed.terms.targetLanguage)
            guard !texts.isEmpty, let found = try await store.recalled(texts, in: claimed.terms.memory),
                let text = passage.translation(of: found, format: format),
                passage.isSound(text, format: format, glossary: claimed.terms.glossary, target: target)
            else { return false }
            guard try await store.settle(claimed.lease, recalled: text) else {
                logger.notice("segment was taken from this worker")
                return true
            }
            logger.debug("segment taken from the memory")
            return true
        } catch {
            logger.warning("translation memory could not be asked", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// What was turned down; it only helps to ask better.
    private func formerAnswer() async throws(CancellationError) -> String? {
        guard claimed.wasTurnedDown else { return nil }
        do {
            return try await store.formerAnswer(of: claimed.lease.segment)
        } catch let error as CancellationError {
            throw error
        } catch {
            logger.debug("former answer could not be read", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private func stream(_ passage: SourceSegment, into answer: Answer) async -> Ending {
        do {
            let target = try LanguageTag(claimed.terms.targetLanguage)
            let origin = try claimed.terms.sourceLanguage.map { try LanguageTag($0) }
            let former = try await formerAnswer()
            let surroundings = surroundings
            let request = request(
                for: passage, in: surroundings, prefix: answer.transcript.prefix, former: former, target: target,
                origin: origin)
            answer.ask(request)
            do {
                try await receive(request, into: answer)
                answer.close()
                if let interruption = answer.verdict(target: target, origin: origin) {
                    return .interrupted(interruption, nil)
                }
                return examine(passage, answer, target)
            } catch let error as ChatError {
                // What was taken where it came in may have been too much just before the end.
                if let excess = answer.excess { throw Excess(interruption: excess) }
                answer.ended(error)
                answer.close()
                var interruption = Interruption(error)
                let lesson = lesson(of: error, to: request)
                if lesson != nil || isCrowded(error, passage, told: surroundings.count) {
                    interruption.kind = .adaptable
                }
                return .interrupted(interruption, lesson)
            }
        } catch let excess as Excess {
            answer.close()
            return .interrupted(excess.interruption, nil)
        } catch let error as UnknownLanguage {
            return .failed(
                JobFailure(kind: "language", message: "\(error)", hint: "Add it again with another --to."))
        } catch {
            answer.close()
            return .withdrawn
        }
    }

    /// Compares a whole answer with what it is the translation of.
    private func examine(_ passage: SourceSegment, _ answer: Answer, _ target: LanguageTag) -> Ending {
        let discrepancies = passage.discrepancies(of: answer.text, format: format, target: target)
        // Parts that are not found again are sent one by one next, where they can be.
        let isDivisible = discrepancies.contains(where: \.isOfParts) && passage.singles(format: format) != nil
        guard discrepancies.isEmpty || claimed.wasTurnedDown && !isDivisible else {
            let count = discrepancies.count
            return .interrupted(
                Interruption(
                    kind: .damaged,
                    message: "\(count) placeholder\(count == 1 ? "" : "s") or marks are missing or invented"),
                nil)
        }
        let missing = claimed.terms.glossary.missingTerms(in: answer.text, of: passage.prompt)
        answer.warn(
            discrepancies.map(\.message)
                + missing.map { "the glossary's “\($0.target)” for “\($0.source)” is missing" })
        if discrepancies.isEmpty, missing.isEmpty {
            answer.learn(passage.pairs(translation: answer.text, format: format), in: claimed.terms.memory)
        }
        return .complete
    }

    private func receive(_ request: ChatRequest, into answer: Answer) async throws {
        var isFirst = true
        var probes = claimed.gateFailures != nil
        let journal = store.journal(of: claimed.lease)
        try await handle.client.withEvents(for: request, clock: time.clock, cancellation: revocation) { events in
            for try await batch in events {
                if probes, batch.contains(where: \.isOfAnswer) {
                    probes = false
                    if try await store.open(settings.name, probe: claimed.lease.attempt) {
                        logger.notice("endpoint answers again; its gate is open")
                        gateHasOpened()
                    }
                }
                let text = answer.receive(batch)
                if !text.isEmpty {
                    let firstTextAt = isFirst ? time.now() : nil
                    guard try await journal.append(text, firstTextAt: firstTextAt, arrival: events.arrival)
                    else { throw LeaseLost() }
                    if isFirst {
                        health.answered(settings.name)
                        // From now on there is nothing to ask, and nothing to wait for while the disk is as fast.
                        events.intercept { texts, arrival in
                            guard journal.isSettled, answer.excess == nil else { return false }
                            let text = answer.receive(texts)
                            if !text.isEmpty { journal.append(text, arrival: arrival) }
                            return true
                        }
                    }
                    isFirst = false
                }
                if let interruption = answer.excess { throw Excess(interruption: interruption) }
            }
        }
    }

    var format: DocumentFormat { DocumentFormat(rawValue: claimed.terms.format) ?? .text }

    /// The limit that is asked for, unless the endpoint takes none.
    var maxTokens: Int? { claimed.lessons.contains(.refusesTokenLimit) ? nil : settings.maxTokens }
}

extension ChatEvent {
    /// Whether the model is at work: a role alone may be followed by “too many requests”, with status 200 before both.
    fileprivate var isOfAnswer: Bool {
        switch self {
        case .text, .reasoning, .refusal, .finished: true
        case .started, .usage, .failed, .undecodable, .done: false
        }
    }
}
