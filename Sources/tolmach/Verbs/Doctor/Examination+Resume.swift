import ChatStream
import Translation

extension Examination {
    /// What to ask next about going on from a partial answer; nil when it is settled.
    var resumePurpose: Probe.Purpose? {
        guard best == nil else { return nil }
        // Where the model says neither four nor one, no other way of asking will make it.
        if trials.contains(where: { if case .unclear = $0.result { true } else { false } }) { return nil }
        let first = ResumeDialect(settings).flatMap { $0 == .userTurn ? nil : $0 }
        let order = [first].compactMap(\.self) + ResumeDialect.all
        return order.first { dialect in result(of: dialect) == nil && isWorthTrying(dialect) }.map { .resume($0) }
    }

    mutating func judge(_ outcome: ProbeOutcome, of dialect: ResumeDialect) {
        let trial = ResumeTrial(dialect, outcome)
        trials.append(trial)
        if trial.result != .goesOn { add(.note, dialect.name, trial.words) }
        if resumePurpose == nil { conclude() }
    }

    /// The first way that works.
    private var best: ResumeDialect? { trials.first { $0.result == .goesOn }?.dialect }

    private func result(of dialect: ResumeDialect) -> ResumeTrial.Result? {
        trials.first { $0.dialect == dialect }?.result
    }

    private func isWorthTrying(_ dialect: ResumeDialect) -> Bool {
        guard dialect == .prefillWithFields, ResumeDialect(settings) != dialect else { return true }
        guard parameters.extra["continue_final_message"] == nil else { return false }
        return switch result(of: .prefill) {
        case .beginsAnew: true
        // vLLM with Mistral's templates names them in what it refuses a plain one with.
        case .refused(let words): words.contains("continue_final_message")
        default: false
        }
    }

    /// Compares what is set with what works, and says what to set.
    private mutating func conclude() {
        stage = .over
        guard let best, best != .userTurn else { return concludeWithoutPrefill() }
        let own = ResumeDialect(settings)
        guard own != best else {
            return add(.ok, "resume", "\(best.name) is set, and honoured: what was received is not generated again")
        }
        let gain = "What was received is then not generated again. Set:"
        var remedies = best.mode == settings.resume ? [] : [place.remedy("resume", best.mode.rawValue)]
        if best == .prefillWithFields { remedies.append(place.remedy("continue_final_message", "true")) }
        if best == .prefill, settings.continuesFinalMessage {
            remedies.append(place.remedy("continue_final_message", "false"))
        }
        if let own, own != .userTurn, let result = result(of: own) {
            add(
                .warning, "resume", "\(own.name) is set, but this endpoint \(result.verdict); \(best.name) works",
                hint: gain, set: remedies)
        } else {
            add(
                .advice, "resume", "\(settings.resume.rawValue) is set, and \(best.name) works here", hint: gain,
                set: remedies)
        }
    }

    private mutating func concludeWithoutPrefill() {
        let set = settings.resume
        let own = ResumeDialect(settings).flatMap(result)
        if case .unclear = own ?? .goesOn {
            return add(
                .warning, "resume", "\(set.rawValue) is set; whether it is honoured could not be told from the answer",
                hint:
                    "The model may be too small to count to eight; look at what tolmach show says after an interruption."
            )
        }
        guard let asked = result(of: .userTurn) else {
            return add(
                set == .continue ? .ok : .note, "resume", "\(set.rawValue) is set; what else works could not be told")
        }
        if case .refused = asked {
            let isBest = set == .restart
            return add(
                isBest ? .ok : .warning, "resume", "nothing makes this endpoint go on; \(set.rawValue) is set",
                hint: isBest ? nil : "Set:", set: isBest ? [] : [place.remedy("resume", "restart")])
        }
        let cost = asked == .goesOn ? "" : "; it begins anew, and what comes twice is dropped"
        switch set {
        case .continue: add(.ok, "resume", "continue is set, and nothing better works here\(cost)")
        case .restart:
            add(
                .advice, "resume", "restart is set, but continue is taken here\(cost)", hint: "Set:",
                set: [place.remedy("resume", "continue")])
        case .prefill, .prefix, .partial:
            add(
                .warning, "resume",
                "\(set.rawValue) is set, but this endpoint \(own?.verdict ?? "does not take it"); continue is taken\(cost)",
                hint: "Set:", set: [place.remedy("resume", "continue")])
        }
    }
}

extension ResumeTrial.Result {
    /// What an endpoint does with a way to resume, as a verb.
    fileprivate var verdict: String {
        switch self {
        case .goesOn: "honours it"
        case .beginsAnew: "ignores it"
        case .refused: "rejects it"
        case .unclear: "answers something else"
        }
    }
}
