import ChatStream
import Documents
import Store
import Translation

extension SegmentWorker {
    /// What an answer is worth that has ended by itself.
    ///
    /// - Throws: ``UnreadableLayout`` and `UnknownLanguage`.
    @inline(never) func verdict(on answer: Answer) throws -> Ending {
        answer.close()
        let target = try LanguageTag(claimed.terms.targetLanguage)
        let origin = try claimed.terms.sourceLanguage.map { try LanguageTag($0) }
        if let interruption = answer.verdict(target: target, origin: origin) { return .interrupted(interruption, nil) }
        return examine(try passage(), answer, target)
    }

    /// What an answer came to that has ended otherwise, or was never asked for.
    @inline(never) func ending(by error: any Error, _ answer: Answer) -> Ending {
        switch error {
        case let error as ChatError:
            // What was taken where it came in may have been too much just before the end.
            if let excess = answer.excess {
                answer.close()
                return .interrupted(excess, nil)
            }
            answer.ended(error)
            answer.close()
            var interruption = Interruption(error)
            let lesson = lesson(of: error, to: answer)
            if lesson != nil || isCrowded(error, answer) { interruption.kind = .adaptable }
            return .interrupted(interruption, lesson)
        case let excess as Excess:
            answer.close()
            return .interrupted(excess.interruption, nil)
        case let error as UnreadableLayout: return .failed(error.failure)
        case let error as UnknownLanguage:
            return .failed(JobFailure(kind: "language", message: "\(error)", hint: "Add it again with another --to."))
        default:
            answer.close()
            return .withdrawn
        }
    }

    /// What a failure teaches of the endpoint; nil where nothing that is new.
    private func lesson(of error: ChatError, to answer: Answer) -> Lesson? {
        Lesson(error, to: answer.options).flatMap { claimed.lessons.contains($0) ? nil : $0 }
    }

    /// Whether what is told with a text is to be left out from now on, since it fills the model's context.
    ///
    /// That is done before a text is divided into less; a little of it is not what fills a context.
    private func isCrowded(_ error: ChatError, _ answer: Answer) -> Bool {
        guard error.kind == .contextLength, answer.told >= Self.leastDivided,
            let passage = try? passage(),  // Of one that cannot be read nothing was asked.
            answer.told > passage.prompt.count
        else { return false }
        if health.isCramped(model) {
            logger.notice(
                "context of the model is small, so it is told nothing of the text before; set context_size: 0",
                metadata: ["model": "\(model.model)"])
        }
        return true
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
}
