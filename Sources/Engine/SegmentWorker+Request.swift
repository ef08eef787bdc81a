import ChatStream
import Documents
import Store
import Translation

extension SegmentWorker {
    /// The request for the segment, or for the rest of it; the answer notes what it is.
    ///
    /// - Parameter former: An answer that was turned down.
    /// - Throws: ``UnreadableLayout`` and `UnknownLanguage`.
    @inline(never) func request(for answer: Answer, former: String?) throws -> ChatRequest {
        let passage = try passage()
        let target = try LanguageTag(claimed.terms.targetLanguage)
        let origin = try claimed.terms.sourceLanguage.map { try LanguageTag($0) }
        let surroundings = surroundings(behind: takePreceding())
        let request = request(
            for: passage, in: surroundings, prefix: answer.transcript.prefix, former: former, target: target,
            origin: origin)
        answer.ask(request, told: surroundings.count)
        return request
    }

    /// What was turned down; it only helps to ask better.
    @inline(never) func formerAnswer() async throws(CancellationError) -> String? {
        do {
            return try await store.formerAnswer(of: claimed.lease.segment)
        } catch let error as CancellationError {
            throw error
        } catch {
            logger.debug("former answer could not be read", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// The request by what goes into it.
    private func request(
        for passage: SourceSegment, in surroundings: Surroundings, prefix: String, former: String?,
        target: LanguageTag, origin: LanguageTag?
    ) -> ChatRequest {
        let (terms, lessons) = (claimed.terms, claimed.lessons)
        var assignment = Assignment(
            target: target, source: origin,
            formatRules: passage.rules(of: format, isStrict: claimed.wasTurnedDown, former: former),
            instructions: terms.instructions, glossary: terms.glossary)
        assignment.surroundings = surroundings
        let prompt = Prompt(
            assignment: assignment, source: passage.prompt, received: prefix, mode: claimed.mode,
            continuePrompt: settings.continuePrompt,
            isStrict: claimed.wasTurnedDown)
        var request = ChatRequest(
            model: model.model, messages: prompt.messages.map(ChatMessage.init),
            temperature: lessons.contains(.refusesTemperature)
                ? nil : settings.temperature.map { terms.temperature ?? $0 },
            maxTokens: maxTokens,
            includeUsage: settings.includeUsage && !lessons.contains(.refusesStreamOptions), extra: settings.extra)
        request.renamesTokenLimit = lessons.contains(.renamesTokenLimit)
        request.continuesFinalMessage = settings.continuesFinalMessage && claimed.mode == .prefill && !prefix.isEmpty
        return request
    }

    var model: EndpointHealth.ModelAtEndpoint {
        EndpointHealth.ModelAtEndpoint(model: claimed.terms.model ?? settings.model, endpoint: settings.name)
    }

    /// What the model is told of the segment's place in its document.
    private func surroundings(behind preceding: ClaimedSegment.Preceding?) -> Surroundings {
        var surroundings = Surroundings()
        guard settings.contextSize > 0, health.hasRoom(model) else { return surroundings }
        surroundings.title = claimed.terms.title
        surroundings.heading = claimed.heading
        guard format.isContinuous, let preceding else { return surroundings }
        // A layout that cannot be read fails the segment that it belongs to; this one does without.
        guard
            let before = try? SourceSegment(
                kind: .translatable, text: preceding.source, json: preceding.layout, prompt: preceding.source)
        else { return surroundings }
        surroundings.before = Surroundings.end(
            of: before.shown(preceding.source, isWhole: true), limit: settings.contextSize)
        surroundings.beforeTranslated = preceding.translation.flatMap {
            Surroundings.end(of: before.shown($0, isWhole: true), limit: settings.contextSize)
        }
        return surroundings
    }
}
