import ChatStream

extension Examination {
    /// Whether an answer that was cut by its limit can be told from a whole one.
    mutating func judge(limit outcome: ProbeOutcome) {
        guard let name = parameters.limitName else { return }
        let answer: ProbeAnswer
        switch outcome {
        case .answered(let whole): answer = whole
        case .unfinished(let begun, _): answer = begun
        case .failed(let error, _): return report(limitFailure: error, of: name)
        }
        let level: Finding.Level = settings.maxTokens == nil ? .note : .warning
        let advice = settings.maxTokens == nil ? "It is not set; leave it so." : "Take \(place.name(of: name)) away."
        if answer.finish == .length {
            add(.ok, "limit", "an answer that is cut by \(name) says so (finish_reason length)")
        } else if answer.words.count > 12 * Probe.limit {
            // 12 characters a token: no tokenizer's average for Spanish is above 6.
            add(level, "limit", "\(name) is ignored here", hint: advice)
        } else if answer.finish == nil {
            add(.note, "limit", "could not be told: the answer did not end in time")
        } else if let usage = answer.usage, usage.completion >= Probe.limit {
            add(
                .note, "limit",
                "an answer that is cut by \(name) claims to be whole (finish_reason "
                    + "\(answer.finish?.rawValue ?? "missing")), as Ollama's do; completion_tokens are compared in its place"
            )
        } else if answer.usage == nil {
            add(
                level, "limit",
                "an answer that is cut by \(name) claims to be whole, and tells no tokens by which to know better",
                hint: advice)
        } else {
            add(.note, "limit", "could not be told: the answer ended before \(name) was reached")
        }
    }

    private mutating func report(limitFailure error: ChatError, of name: String) {
        switch error.kind {
        case .endedWithoutFinish, .connectionLost:
            add(
                .note, "limit",
                "an answer that is cut by \(name) has no finish reason; it is gone on with")
        case .rejected, .serverError:
            add(.note, "limit", "could not be told: “\(error.message)”")
        default: break
        }
    }
}
