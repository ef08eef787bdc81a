import ChatStream
import Documents
import Logging
import Store
import Translation

/// Streams one claimed segment and settles it: the thin shell around ``Answer`` and ``RetryPolicy``.
struct SegmentWorker: Sendable {
    let claimed: ClaimedSegment
    let settings: EndpointSettings
    let client: ChatClient
    let store: Store
    let retry: RetryPolicy
    let health: EndpointHealth
    /// Told when a closed gate has opened, so that others may follow.
    let gateHasOpened: @Sendable () -> Void
    let time: TimeSource
    let logger: Logger

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
        var answer = Answer(to: claimed, maxTokens: maxTokens)
        let ending = await stream(into: &answer)
        let (settlement, news) = decide(ending, answer)
        var report = answer.report
        // The segment's text is given up with it, so this is the only place where it is kept.
        if case .turnedDown = settlement { report.answer = answer.received }
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

    private func stream(into answer: inout Answer) async -> Ending {
        do {
            let passage = try SourceSegment(
                kind: .translatable, text: claimed.original, json: claimed.layout, prompt: claimed.source)
            let target = try LanguageTag(claimed.terms.targetLanguage)
            let origin = try claimed.terms.sourceLanguage.map { try LanguageTag($0) }
            let request = request(
                for: passage, prefix: answer.transcript.prefix, target: target, origin: origin)
            do {
                try await receive(request, into: &answer)
                answer.close()
                if let interruption = answer.verdict(target: target, origin: origin) {
                    return .interrupted(interruption, nil)
                }
                let discrepancies = passage.discrepancies(of: answer.text, format: format)
                guard discrepancies.isEmpty || claimed.wasTurnedDown else {
                    let count = discrepancies.count
                    return .interrupted(
                        Interruption(
                            kind: .damaged,
                            message: "\(count) placeholder\(count == 1 ? "" : "s") or marks are missing or invented"),
                        nil)
                }
                answer.warn(discrepancies.map(\.message))
                return .complete
            } catch let error as ChatError {
                answer.ended(error)
                answer.close()
                var interruption = Interruption(error)
                let lesson = Lesson(error, to: request).flatMap { claimed.lessons.contains($0) ? nil : $0 }
                if lesson != nil { interruption.kind = .adaptable }
                return .interrupted(interruption, lesson)
            }
        } catch let excess as Excess {
            answer.close()
            return .interrupted(excess.interruption, nil)
        } catch let error as UnreadableLayout {
            return .failed(error.failure)
        } catch let error as UnknownLanguage {
            return .failed(
                JobFailure(kind: "language", message: "\(error)", hint: "Add it again with another --to."))
        } catch {
            answer.close()
            return .withdrawn
        }
    }

    private func receive(_ request: ChatRequest, into answer: inout Answer) async throws {
        var isFirst = true
        var current = answer
        var probes = claimed.gateFailures != nil
        defer { answer = current }
        try await client.withEvents(for: request, clock: time.clock) { events in
            for try await batch in events {
                if probes, batch.contains(where: \.isOfAnswer) {
                    probes = false
                    if try await store.open(settings.name, probe: claimed.lease.attempt) {
                        logger.notice("endpoint answers again; its gate is open")
                        gateHasOpened()
                    }
                }
                let text = current.receive(batch)
                if !text.isEmpty {
                    guard
                        try await store.append(text, claimed.lease, firstTextAt: isFirst ? time.now() : nil)
                    else { throw LeaseLost() }
                    if isFirst { health.answered(settings.name) }
                    isFirst = false
                }
                if let interruption = current.excess { throw Excess(interruption: interruption) }
            }
        }
    }

    private var format: DocumentFormat { DocumentFormat(rawValue: claimed.terms.format) ?? .text }

    /// The limit that is asked for, unless the endpoint takes none.
    private var maxTokens: Int? { claimed.lessons.contains(.refusesTokenLimit) ? nil : settings.maxTokens }

    private func request(
        for passage: SourceSegment, prefix: String, target: LanguageTag, origin: LanguageTag?
    ) -> ChatRequest {
        let (terms, lessons) = (claimed.terms, claimed.lessons)
        let assignment = Assignment(
            target: target, source: origin, formatRules: passage.rules(of: format, isStrict: claimed.wasTurnedDown),
            instructions: terms.instructions, glossary: terms.glossary)
        let prompt = Prompt(
            assignment: assignment, source: passage.prompt, received: prefix, mode: claimed.mode,
            continuePrompt: settings.continuePrompt,
            isStrict: claimed.wasTurnedDown)
        var request = ChatRequest(
            model: terms.model ?? settings.model, messages: prompt.messages.map(ChatMessage.init),
            temperature: lessons.contains(.refusesTemperature)
                ? nil : settings.temperature.map { terms.temperature ?? $0 },
            maxTokens: maxTokens,
            includeUsage: settings.includeUsage && !lessons.contains(.refusesStreamOptions), extra: settings.extra)
        request.renamesTokenLimit = lessons.contains(.renamesTokenLimit)
        request.continuesFinalMessage = settings.continuesFinalMessage && claimed.mode == .prefill && !prefix.isEmpty
        return request
    }
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
