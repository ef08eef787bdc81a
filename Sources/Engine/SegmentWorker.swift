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
    let time: TimeSource
    let logger: Logger

    private struct LeaseLost: Error {}
    private struct RanAway: Error {}

    func run() async {
        var answer = Answer(to: claimed, mode: settings.resume)
        let settlement = await stream(into: &answer)
        do {
            let isSettled = try await store.settle(
                claimed.lease, text: answer.transcript.joined, as: settlement, answer.report, now: time.now())
            tell(settlement, isSettled: isSettled)
        } catch {
            // The lease stays, and the text is in the journal: the next start takes both up.
            logger.error("segment could not be settled", metadata: ["error": "\(error)"])
        }
    }

    private func stream(into answer: inout Answer) async -> Settlement {
        do {
            let request = try request(prefix: answer.transcript.prefix)
            try await receive(request, into: &answer)
            guard let interruption = answer.verdict(source: claimed.source) else { return .completed }
            return settlement(after: interruption, answer)
        } catch let error as ChatError {
            answer.ended(error)
            answer.close()
            return settlement(after: Interruption(error), answer)
        } catch is RanAway {
            answer.close()
            return settlement(after: answer.runaway, answer)
        } catch let error as UnknownLanguage {
            return .failed(JobFailure(kind: "language", message: "\(error)", hint: "Add it again with another --to."))
        } catch {
            // Cancelled by a stop or a person, the lease lost, or the database gone: nothing is held against the
            // segment, and its text is in the journal.
            answer.close()
            return .released
        }
    }

    private func receive(_ request: ChatRequest, into answer: inout Answer) async throws {
        var isFirst = true
        var current = answer
        defer { answer = current }
        try await client.withEvents(for: request, clock: time.clock) { events in
            for try await batch in events {
                let text = current.receive(batch)
                guard !text.isEmpty else { continue }
                guard
                    try await store.append(text, claimed.lease, firstTextAt: isFirst ? time.now() : nil)
                else { throw LeaseLost() }
                isFirst = false
                if current.hasRunAway { throw RanAway() }
            }
        }
    }

    private func request(prefix: String) throws -> ChatRequest {
        let terms = claimed.terms
        let assignment = Assignment(
            target: try LanguageTag(terms.targetLanguage), source: try terms.sourceLanguage.map { try LanguageTag($0) },
            formatRules: DocumentFormat(rawValue: terms.format)?.promptRules ?? "",
            instructions: terms.instructions, glossary: terms.glossary)
        let prompt = Prompt(
            assignment: assignment, source: SourceSegment(kind: .translatable, text: claimed.source).bodyText,
            received: prefix, mode: settings.resume, continuePrompt: settings.continuePrompt)
        return ChatRequest(
            model: terms.model ?? settings.model, messages: prompt.messages.map(ChatMessage.init),
            temperature: settings.temperature.map { terms.temperature ?? $0 }, maxTokens: settings.maxTokens,
            includeUsage: settings.includeUsage, extra: settings.extra)
    }

    private func settlement(after interruption: Interruption, _ answer: Answer) -> Settlement {
        var chance = SystemRandomNumberGenerator()
        let decision = retry.decide(
            interruption, tries: claimed.tries, progressed: answer.transcript.hasNewText, using: &chance)
        return switch decision {
        case .fail(let failure): .failed(failure)
        case .again(let delay, let reason, let tries):
            .again(notBefore: time.now() + delay, reason: reason, tries: tries, error: interruption.message)
        }
    }

    private func tell(_ settlement: Settlement, isSettled: Bool) {
        guard isSettled else {
            logger.notice("segment was taken from this worker")
            return
        }
        switch settlement {
        case .completed: logger.debug("segment completed")
        case .released: logger.info("segment given back")
        case .again(let notBefore, _, let tries, let error):
            logger.notice(
                "answer broke off; it will go on",
                metadata: [
                    "error": "\(error)", "tries": "\(tries)",
                    "delay_ms": "\((notBefore - time.now()).wholeMilliseconds)",
                ])
        case .failed(let failure):
            logger.warning(
                "job failed",
                metadata: ["kind": "\(failure.kind)", "error": "\(failure.message)", "hint": "\(failure.hint)"])
        }
    }
}

extension ChatMessage {
    fileprivate init(_ message: Prompt.Message) {
        let role: Role =
            switch message.role {
            case .system: .system
            case .user: .user
            case .assistant: .assistant
            }
        let marks: Marks =
            switch message.mark {
            case .none: []
            case .prefix: .prefix
            case .partial: .partial
            }
        self.init(role: role, content: message.content, marks: marks)
    }
}

extension SourceSegment {
    /// What the model sees: the text without the white space around it, which the document gets back as it was.
    fileprivate var bodyText: String { String(body) }
}

extension DocumentFormat {
    /// What a model must know about the format.
    var promptRules: String {
        switch self {
        case .text: ""
        case .markdown:
            "The text is Markdown: keep its markup, links, code and line structure; translate only the prose."
        }
    }
}
