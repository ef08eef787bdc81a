import ChatStream
import Documents
import Store
import Translation

extension SegmentWorker {
    /// The request for a segment, or for the rest of it.
    ///
    /// - Parameters:
    ///   - surroundings: What the model is told of the segment's place in its document.
    ///   - former: An answer that was turned down.
    func request(
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

    /// What a failure teaches of the endpoint; nil where nothing that is new.
    func lesson(of error: ChatError, to request: ChatRequest) -> Lesson? {
        Lesson(error, to: request).flatMap { claimed.lessons.contains($0) ? nil : $0 }
    }

    /// Whether what is told with a text is to be left out from now on, since it fills the model's context.
    ///
    /// That is done before a text is divided into less; a little of it is not what fills a context.
    /// - Parameter told: The characters that were told with it.
    func isCrowded(_ error: ChatError, _ passage: SourceSegment, told: Int) -> Bool {
        guard error.kind == .contextLength, told >= Self.leastDivided, told > passage.prompt.count else { return false }
        if health.isCramped(model) {
            logger.notice(
                "context of the model is small, so it is told nothing of the text before; set context_size: 0",
                metadata: ["model": "\(model.model)"])
        }
        return true
    }

    private var model: EndpointHealth.ModelAtEndpoint {
        EndpointHealth.ModelAtEndpoint(model: claimed.terms.model ?? settings.model, endpoint: settings.name)
    }

    /// What the model is told of the segment's place in its document.
    var surroundings: Surroundings {
        var surroundings = Surroundings()
        guard settings.contextSize > 0, health.hasRoom(model) else { return surroundings }
        surroundings.title = claimed.terms.title
        surroundings.heading = claimed.heading
        guard format.isContinuous, let preceding = claimed.preceding else { return surroundings }
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
