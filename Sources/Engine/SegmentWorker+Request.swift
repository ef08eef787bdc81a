import ChatStream
import Documents
import Store
import Translation

extension SegmentWorker {
    /// The request for a segment, or for the rest of it.
    ///
    /// - Parameter former: An answer that was turned down.
    func request(
        for passage: SourceSegment, prefix: String, former: String?, target: LanguageTag, origin: LanguageTag?
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
            model: terms.model ?? settings.model, messages: prompt.messages.map(ChatMessage.init),
            temperature: lessons.contains(.refusesTemperature)
                ? nil : settings.temperature.map { terms.temperature ?? $0 },
            maxTokens: maxTokens,
            includeUsage: settings.includeUsage && !lessons.contains(.refusesStreamOptions), extra: settings.extra)
        request.renamesTokenLimit = lessons.contains(.renamesTokenLimit)
        request.continuesFinalMessage = settings.continuesFinalMessage && claimed.mode == .prefill && !prefix.isEmpty
        return request
    }

    /// What a failure teaches of the endpoint; nil where nothing that is new.
    func lesson(of error: ChatError, to request: ChatRequest, for passage: SourceSegment) -> Lesson? {
        // Before a text is divided into less than what is told with it, that is left out; a little of it is not what fills
        // a context.
        let told = surroundings.count
        let isCrowded = error.kind == .contextLength && told >= Self.leastDivided && told > passage.prompt.count
        let lesson = isCrowded ? .hasSmallContext : Lesson(error, to: request)
        return lesson.flatMap { claimed.lessons.contains($0) ? nil : $0 }
    }

    /// What the model is told of the segment's place in its document.
    private var surroundings: Surroundings {
        var surroundings = Surroundings()
        guard settings.contextSize > 0, !claimed.lessons.contains(.hasSmallContext) else { return surroundings }
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
