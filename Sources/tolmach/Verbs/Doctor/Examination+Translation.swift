import ChatStream
import Engine
import Translation

extension Examination {
    /// What the first answer tells of the endpoint; without one nothing more is asked.
    mutating func judge(translation outcome: ProbeOutcome) {
        stage = .limit
        switch outcome {
        case .answered(let answer):
            judge(answer)
            judge(usage: answer)
            judge(words: answer)
        case .unfinished(let answer, let time):
            judge(answer, unfinishedAfter: time)
        case .failed(let error, let answer):
            report(failure: error, after: answer)
            wantsModels = error.kind == .notFound || error.kind == .notAnEventStream
            stage = .over
        }
    }

    private mutating func judge(_ answer: ProbeAnswer) {
        add(.ok, "connection", settings.endpoint.isEncrypted ? "it answers, over TLS" : "it answers")
        judgeKey()
        judge(model: answer)
        judge(delivery: answer)
    }

    /// A slow model is no broken one: what comes at all tells the rest.
    private mutating func judge(_ answer: ProbeAnswer, unfinishedAfter time: Duration) {
        let more = "allow more: tolmach doctor --timeout 5m"
        guard let last = answer.lastText, time - last < time / 3 else {
            let came = answer.pieces > 0 ? "it began, and then fell silent" : "nothing came"
            add(
                .problem, "stream", "\(came) within \(HumanText.duration(time))",
                hint: "If a model is being loaded, or much is asked of it, ask again later, or " + more)
            stage = .over
            return
        }
        judge(answer)
        add(
            .warning, "answer", "one short sentence was not whole after \(HumanText.duration(time))",
            hint: "The model is slow, or does not stop by itself. To know more, \(more)")
    }

    /// Why there was no whole answer.
    mutating func report(failure error: ChatError, after answer: ProbeAnswer) {
        let hint = Interruption(error).hint
        let status = error.httpStatus.map { $0 == 200 ? "" : "HTTP \($0): " } ?? ""
        switch error.kind {
        case .unreachable:
            add(
                .problem, "connection", error.message,
                hint: "Does it run, and are host and port right in \(place.name(of: "base_url"))?")
        case .tls, .connectionLost: add(.problem, "connection", error.message, hint: hint)
        case .unauthorized where place.isKeyOutOfReach:
            add(
                .note, "key",
                "the daemon's is out of reach here, and without one the answer is \(status)“\(error.message)”",
                hint: "sudo tolmach doctor; or set \(place.variableForKey) for this once.")
        case .unauthorized:
            let refused = place.key.map { "the key from \($0) is refused" } ?? "no key is set, and one is wanted"
            add(
                .problem, "key", "\(refused), \(status)“\(error.message)”",
                hint: place.key.map { "Put the right key into \($0), or look whether it may use \(settings.model)." }
                    ?? "Put a key into \(place.placeForKey).")
        case .notFound:
            add(
                .problem, "model", "\(settings.model) is not there, or the path is wrong, \(status)“\(error.message)”",
                hint: "Check \(place.name(of: "model")), and \(place.name(of: "base_url")), which mostly ends in /v1.")
        case .notAnEventStream:
            add(
                .problem, "stream", error.message,
                hint: "Something else answers there: look at it in a browser. "
                    + "\(place.name(of: "base_url")) mostly ends in /v1.")
        case .stalled, .noProgress:
            let came = answer.pieces > 0 ? "it began, and then fell silent" : "nothing came"
            add(.problem, "stream", "\(came): \(error.message)", hint: hint)
        case .endedWithoutFinish, .malformed:
            add(
                .problem, "stream", error.message,
                hint: "Without a finish reason no answer counts as whole: every segment would fail. " + hint)
        case .rateLimited, .overloaded:
            let pause = error.retryAfter.map { "in \(HumanText.duration($0))" } ?? "in a minute"
            add(
                .problem, "request", "it is there, but takes no request now, \(status)“\(error.message)”",
                hint: "Ask again \(pause). If that is how it mostly is, lower \(place.name(of: "concurrency")).")
        default: add(.problem, "request", "\(status)\(error.message)", hint: hint)
        }
    }

    private mutating func judgeKey() {
        guard let key = place.key else {
            return add(.ok, "key", "none is sent, and none is wanted")
        }
        guard settings.endpoint.sendsInTheClear else { return add(.ok, "key", "the one from \(key) is accepted") }
        add(
            .warning, "key", "the one from \(key) is accepted, but crosses the network for everybody to read",
            hint: "Use https in \(place.name(of: "base_url")).")
    }

    private mutating func judge(model answer: ProbeAnswer) {
        guard let model = answer.model, !model.isEmpty else {
            return add(.note, "model", "the reply does not say which one answered")
        }
        guard !ModelName(model).isMeant(by: ModelName(settings.model)) else {
            return add(.ok, "model", "\(model) answers")
        }
        add(
            .warning, "model", "asked for \(settings.model), but \(model) answers",
            hint: "llama.cpp answers with what it has, whatever is asked for. If that is another model, mend "
                + "\(place.name(of: "model")):",
            set: [place.remedy("model", model)])
    }

    private mutating func judge(delivery answer: ProbeAnswer) {
        let lost = "Until a segment's whole answer is there, an interruption loses all of it. "
        let wait = answer.firstText.map { "after \(Self.time($0))" } ?? ""
        switch answer.delivery {
        case .streamed:
            let speed = answer.speed.map { ", then \(Self.number($0)) tokens/s" } ?? ""
            let thought = answer.hasReasoned ? "; it thinks before it writes, which costs tokens too" : ""
            add(.ok, "stream", "\(answer.pieces) pieces, the first \(wait)\(speed)\(thought)")
        case .inOneGo:
            add(
                .warning, "stream", "an event stream, but everything came in one go \(wait)",
                hint: lost + "Something on the way gathers it: for nginx, proxy_buffering off.")
        case .document:
            add(
                .warning, "stream", "it does not stream: one JSON document \(wait)",
                hint: lost + "Smaller segments lose less:", set: [segmentSize])
        case .nothing: break
        }
        if let first = answer.firstText, first * 2 > settings.endpoint.timeouts.firstByte {
            add(
                .warning, "first_byte_timeout",
                "is \(Self.time(settings.endpoint.timeouts.firstByte)), and the first text took \(Self.time(first))",
                hint: "Allow more, or long segments will be given up:",
                set: [place.remedy("first_byte_timeout", "\(max(60, Int((first * 10).inSeconds)))s")])
        }
    }

    private mutating func judge(usage answer: ProbeAnswer) {
        if let usage = answer.usage {
            add(.ok, "usage", "reported: \(usage.prompt) tokens of request, \(usage.completion) of answer")
        } else if parameters.includeUsage {
            add(
                .advice, "usage", "asked for, but not reported; show will count no tokens",
                hint: "Spare the endpoint the question:", set: [place.remedy("include_usage", "false")])
        } else if settings.includeUsage == false {
            add(.ok, "usage", "not asked for")
        }
    }

    /// What is wrong with the answer itself, if anything.
    private mutating func judge(words answer: ProbeAnswer) {
        if !answer.refusal.isEmpty {
            add(.warning, "answer", "the model refused: “\(answer.refusal)”", hint: "Choose another model.")
        } else if answer.words.allSatisfy(\.isWhitespace) {
            let limit =
                answer.finish == .length ? " at its limit of tokens: raise \(place.name(of: "max_tokens")), or" : ":"
            add(
                .warning, "answer", "it called an empty answer complete",
                hint: "Nothing to translate with\(limit) choose another model.")
        } else if answer.finish == nil {
            add(
                .warning, "answer", "the model did not stop by itself, and was cut off",
                hint: "Choose a larger model, or smaller segments:", set: [segmentSize])
        } else if answer.finish == .length {
            add(
                .warning, "answer", "one short sentence reached the limit of tokens",
                hint: "Raise \(place.name(of: "max_tokens")).")
        }
    }

    private var segmentSize: Remedy {
        Remedy(
            key: "segment_size", value: "400", yaml: "segment_size: 400", environment: "TOLMACH_SEGMENT_SIZE=400",
            line: "segment_size: 400    (at the top of the file), or TOLMACH_SEGMENT_SIZE=400")
    }

    private static func number(_ value: Double) -> String {
        value < 10 ? "\((value * 10).rounded() / 10)" : "\(Int(value.rounded()))"
    }

    private static func time(_ duration: Duration) -> String {
        duration < .seconds(10) ? "\(duration.wholeMilliseconds) ms" : HumanText.duration(duration)
    }
}
