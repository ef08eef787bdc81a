import ChatStream
import Translation

extension Examination {
    /// What to ask next about going on from a partial answer; nil when it is settled.
    var resumePurpose: Probe.Purpose? {
        if let best { return best.fields.isEmpty || fieldsAreHarmless != nil ? nil : .beginning(best) }
        // Where the model says neither four nor one, no other way of asking will make it.
        if trials.contains(where: { if case .unclear = $0.result { true } else { false } }) { return nil }
        let first = ResumeDialect(settings.resume).flatMap { $0 == .userTurn ? nil : $0 }
        let order = [first].compactMap(\.self) + ResumeDialect.all
        return order.first { dialect in result(of: dialect) == nil && isWorthTrying(dialect) }.map { .resume($0) }
    }

    mutating func judge(_ outcome: ProbeOutcome, of dialect: ResumeDialect) {
        let trial = ResumeTrial(dialect, outcome)
        trials.append(trial)
        if trial.result != .goesOn { add(.note, dialect.name, trial.words) }
        if resumePurpose == nil { conclude() }
    }

    /// A first answer must begin at one, with the fields as without.
    mutating func judge(beginning outcome: ProbeOutcome, of dialect: ResumeDialect) {
        fieldsAreHarmless =
            switch outcome {
            case .answered(let answer), .unfinished(let answer, _): Continuation(answer.words) == .beginsAnew
            case .failed: false
            }
        conclude()
    }

    /// The first way that works.
    private var best: ResumeDialect? { trials.first { $0.result == .goesOn }?.dialect }

    private func result(of dialect: ResumeDialect) -> ResumeTrial.Result? {
        trials.first { $0.dialect == dialect }?.result
    }

    private func isWorthTrying(_ dialect: ResumeDialect) -> Bool {
        guard dialect == .prefillWithFields else { return true }
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
        let set = settings.resume
        guard let best, best != .userTurn else { return concludeWithoutPrefill() }
        let gain = "What was received is then not generated again. Set:"
        if !best.fields.isEmpty {
            guard fieldsAreHarmless == true else {
                return add(
                    set == .continue ? .ok : .warning, "resume",
                    "\(best.name) works, but its fields spoil first requests, and extra goes into all of them",
                    hint: set == .continue ? nil : "Set:",
                    set: set == .continue ? [] : [place.remedy("resume", "continue")])
            }
            let extra = parameters.extra.merging(best.fields).text ?? "{}"
            let remedies = set == .prefill ? [] : [place.remedy("resume", "prefill")]
            return add(
                set == .prefill ? .warning : .advice, "resume",
                set == .prefill
                    ? "prefill is set, but this endpoint wants further fields with it"
                    : "\(set.rawValue) is set, and prefill works here with further fields",
                hint: gain, set: remedies + [place.remedy("extra", extra)])
        }
        if best.mode == set {
            add(.ok, "resume", "\(set.rawValue) is set, and honoured: what was received is not generated again")
        } else if let own = ResumeDialect(set), own != .userTurn, let trial = result(of: own) {
            add(
                .warning, "resume", "\(set.rawValue) is set, but this endpoint \(trial.verdict)", hint: gain,
                set: [place.remedy("resume", best.mode.rawValue)])
        } else {
            add(
                .advice, "resume", "\(set.rawValue) is set, and \(best.mode.rawValue) works here", hint: gain,
                set: [place.remedy("resume", best.mode.rawValue)])
        }
    }

    private mutating func concludeWithoutPrefill() {
        let set = settings.resume
        let own = ResumeDialect(set).flatMap(result)
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
