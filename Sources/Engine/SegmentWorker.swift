import ChatStream
import Documents
import Logging
import Store
import Synchronization
import Translation

/// Streams one claimed segment and settles it: the thin shell around ``Answer`` and ``RetryPolicy``.
///
/// A class, since each frame of its waiting calls would otherwise hold a copy of all that it knows.
final class SegmentWorker: Sendable {
    let claimed: ClaimedSegment
    private let preceding: Mutex<ClaimedSegment.Preceding?>
    private let handle: EndpointPool.Handle
    private let revocation: ChatCancellation
    private let context: WorkerContext

    /// - Parameter revocation: Ends the stream when its lease is gone, or the daemon stops.
    init(
        _ claimed: ClaimedSegment, at handle: EndpointPool.Handle, until revocation: ChatCancellation,
        in context: WorkerContext
    ) {
        preceding = Mutex(claimed.preceding)
        var claimed = claimed
        claimed.preceding = nil
        (self.claimed, self.handle, self.revocation, self.context) = (claimed, handle, revocation, context)
    }

    var store: Store { context.store }
    var health: EndpointHealth { context.health }
    var time: TimeSource { context.time }
    var settings: EndpointSettings { handle.settings }
    var retry: RetryPolicy { handle.retry }

    /// Tells whose segment it is.
    ///
    /// Made where something is told, which of most streams nothing is.
    var logger: Logger {
        var logger = context.logger
        logger[metadataKey: "job"] = "\(claimed.job)"
        logger[metadataKey: "segment"] = "\(claimed.position)"
        logger[metadataKey: "attempt"] = "\(claimed.attemptNumber)"
        logger[metadataKey: "endpoint"] = "\(settings.name)"
        return logger
    }

    private struct LeaseLost: Error {}
    struct Excess: Error { let interruption: Interruption }

    /// How an attempt ended, before anything is decided.
    ///
    /// Indirect, since the frame that waits for it has room for it.
    indirect enum Ending {
        case complete
        case interrupted(Interruption, Lesson?)
        case failed(JobFailure)
        /// Cancelled by a stop or a person, the lease lost, or the database gone: nothing is held against the segment.
        case withdrawn
    }

    // Whatever waits for the end of the answer is slim, and what is needed before and behind it in functions of their own:
    // see ``ChatClient``, which does the same.

    /// Streams the segment and settles it.
    func run() async throws {
        if await !settleFromMemory() {
            let answer = newAnswer()
            await settle(await stream(into: answer), answer)
        }
        try await context.hasEnded(claimed.lease, at: handle)
    }

    @inline(never) private func newAnswer() -> Answer { Answer(to: claimed, maxTokens: maxTokens) }

    /// The segment of the document; made each time that it is needed, since that is not while the answer comes in.
    func passage() throws(UnreadableLayout) -> SourceSegment {
        try SourceSegment(kind: .translatable, text: claimed.original, json: claimed.layout, prompt: claimed.source)
    }

    @inline(never) private func settle(_ ending: Ending, _ answer: Answer) async {
        let (settlement, news) = decide(ending, answer)
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
    @inline(never) private func settleFromMemory() async -> Bool {
        // Whoever is sent to a closed gate has to ask; and a text that has begun goes on.
        guard claimed.terms.usesMemory, claimed.gateFailures == nil, claimed.attemptNumber == 1, claimed.text.isEmpty
        else { return false }
        do {
            let texts = try textsToRecall()
            guard !texts.isEmpty, let found = try await store.recalled(texts, in: memory),
                let text = try translation(of: found)
            else { return false }
            tellRecalled(isSettled: try await store.settle(claimed.lease, recalled: text))
            return true
        } catch {
            tellUnrecalled(error)
            return false
        }
    }

    private var memory: MemoryScope { @inline(never) get { claimed.terms.memory } }

    @inline(never) private func textsToRecall() throws -> [String] {
        let passage = try passage()
        return passage.pairs(translation: passage.prompt, format: format).map(\.source)
    }

    /// The translation of the segment by those of its texts; nil where it would not be sound.
    @inline(never) private func translation(of found: [String]) throws -> String? {
        let passage = try passage()
        let target = try LanguageTag(claimed.terms.targetLanguage)
        return passage.translation(of: found, format: format).flatMap {
            passage.isSound($0, format: format, glossary: claimed.terms.glossary, target: target) ? $0 : nil
        }
    }

    /// Gives up the text before the segment: once the model has been told of it, nobody needs it.
    func takePreceding() -> ClaimedSegment.Preceding? { preceding.withLock { $0.take() } }

    @inline(never) private func stream(into answer: Answer) async -> Ending {
        do {
            let former = claimed.wasTurnedDown ? try await formerAnswer() : nil
            let intake = intake(answer)
            try await handle.client.withEvents(
                for: try request(for: answer, former: former), until: revocation
            ) { events in
                for try await batch in events { try await take(batch, of: events, intake) }
            }
            return try verdict(on: answer)
        } catch {
            return ending(by: error, answer)
        }
    }

    /// Where an answer stands while it comes in.
    private final class Intake {
        let answer: Answer
        let journal: StreamJournal
        /// Whether an endpoint's gate waits for the first sign of it.
        var probes: Bool
        var hasText = false

        init(_ answer: Answer, _ journal: StreamJournal, probes: Bool) {
            (self.answer, self.journal, self.probes) = (answer, journal, probes)
        }
    }

    @inline(never) private func intake(_ answer: Answer) -> Intake {
        Intake(answer, store.journal(of: claimed.lease), probes: claimed.gateFailures != nil)
    }

    @inline(never) private func take(_ batch: [ChatEvent], of events: ChatEvents, _ intake: Intake) async throws {
        if intake.probes, batch.contains(where: \.isOfAnswer) { try await open(intake) }
        let text = intake.answer.receive(batch)
        if !text.isEmpty {
            guard try await intake.journal.flush() else { throw LeaseLost() }
            append(text, of: events, intake)
        }
        if let interruption = intake.answer.excess { throw Excess(interruption: interruption) }
    }

    /// The endpoint's gate, that this answer was sent to, opens.
    @inline(never) private func open(_ intake: Intake) async throws {
        intake.probes = false
        if try await store.open(settings.name, probe: claimed.lease.attempt) {
            logger.notice("endpoint answers again; its gate is open")
            context.gateHasOpened()
        }
    }

    @inline(never) private func append(_ text: String, of events: ChatEvents, _ intake: Intake) {
        guard !intake.hasText else { return intake.journal.append(text, arrival: events.arrival) }
        intake.journal.append(text, firstTextAt: time.now(), arrival: events.arrival)
        intake.hasText = true
        health.answered(settings.name)
        // From now on there is nothing to ask, and nothing to wait for while the disk is as fast.
        events.intercept { [answer = intake.answer, journal = intake.journal] texts, arrival in
            guard journal.isSettled, answer.excess == nil else { return false }
            let text = answer.receive(texts)
            if !text.isEmpty { journal.append(text, arrival: arrival) }
            return true
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
