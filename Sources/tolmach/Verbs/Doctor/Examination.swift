import ChatStream
import Engine
import Translation

/// The examination of one endpoint: what to ask next, and what the answers mean.
///
/// Knows neither the network nor the time. What is found later about endpoints has its place among ``findings``.
struct Examination {
    /// How far it is.
    enum Stage {
        case translation, limit, resume, over
    }

    let settings: EndpointSettings
    let place: EndpointPlace
    /// What was found so far, in the order in which it is to be read.
    private(set) var findings: [Finding] = []
    var stage = Stage.translation
    var parameters: AcceptedParameters
    /// How the endpoint took the ways to resume that were tried, in that order.
    var trials: [ResumeTrial] = []
    /// Whether it would help to know which models are there.
    var wantsModels = false

    /// The fewest requests where it answers at all, and the most: three parameters refused, the limit by another name, five ways to resume.
    static let requests = 3...11

    init(of settings: EndpointSettings, at place: EndpointPlace) {
        self.settings = settings
        self.place = place
        parameters = AcceptedParameters(settings)
    }

    /// What to ask next; nil when everything is known that can be.
    var next: Probe? {
        let purpose: Probe.Purpose? =
            switch stage {
            case .translation: .translation
            case .limit: .limit
            case .resume: resumePurpose
            case .over: nil
            }
        return purpose.map { Probe($0, settings: settings, parameters: parameters) }
    }

    /// Takes note of how a probe ended.
    mutating func note(_ outcome: ProbeOutcome, of probe: Probe) {
        // That a partial answer is refused is an answer to the question of how to resume.
        if case .failed(let error, _) = outcome, let lesson = Lesson(error, to: RequestOptions(probe.request)),
            lesson != .rejectsPrefill
        {
            return heed(lesson, error)
        }
        guard probe.purpose != .translation else { return judge(translation: outcome) }
        if let failure = outcome.endOfEverything {
            add(
                .warning, probe.purpose == .limit ? "limit" : "resume",
                "not found out: \(failure.message)", hint: failure.hint)
            stage = .over
            return
        }
        switch probe.purpose {
        case .translation: break
        case .limit:
            stage = .resume
            judge(limit: outcome)
        case .resume(let dialect): judge(outcome, of: dialect)
        }
    }

    mutating func add(
        _ level: Finding.Level, _ check: String, _ message: String, hint: String? = nil, set: [Remedy] = []
    ) {
        findings.append(
            Finding(level, "endpoint \(settings.name)", check: check, message, hint: hint, set: set))
    }

    /// Does without what is refused, and says what to set; the same is asked again.
    private mutating func heed(_ lesson: Lesson, _ error: ChatError) {
        let words = "HTTP \(error.httpStatus ?? 400): “\(error.message)”"
        let cost = "The daemon finds that out too, at the price of a request. "
        parameters.heed(lesson)
        switch lesson {
        case .refusesTemperature:
            add(
                .advice, "temperature", "is refused, \(words)", hint: cost + "Leave it out for this endpoint:",
                set: [place.remedy("temperature", "omit")])
        case .refusesStreamOptions:
            add(
                .advice, "usage", "stream_options is refused, \(words)",
                hint: cost + "Do not ask for the tokens used; show will count none:",
                set: [place.remedy("include_usage", "false")])
        case .renamesTokenLimit:
            add(.note, "max_tokens", "is refused, and goes by the name of max_completion_tokens, \(words)")
        case .refusesTokenLimit:
            add(
                settings.maxTokens == nil ? .note : .advice, "max_tokens", "is refused under either name, \(words)",
                hint: settings.maxTokens == nil
                    ? "It is not set; leave it so." : cost + "Take \(place.name(of: "max_tokens")) away.")
            if stage == .limit { stage = .resume }
        case .rejectsPrefill: break
        }
    }
}

extension ProbeOutcome {
    /// The failure, where asking anything else would end in the same way.
    fileprivate var endOfEverything: (message: String, hint: String)? {
        switch self {
        case .answered: return nil
        case .unfinished(let answer, let time):
            // Some text is enough for the questions that are asked after the first one.
            guard answer.words.isEmpty else { return nil }
            let words = time < .seconds(1) ? "its time was up" : "no answer within \(HumanText.duration(time))"
            return (words, "Allow more: tolmach doctor --timeout 5m")
        case .failed(let error, _):
            switch error.kind {
            case .unreachable, .tls, .stalled, .noProgress, .rateLimited, .overloaded, .unauthorized, .paymentRequired,
                .notFound, .invalidRequest:
                return (error.message, Interruption(error).hint)
            case .connectionLost, .endedWithoutFinish, .serverError, .contextLength, .rejected, .notAnEventStream,
                .malformed:
                return nil
            }
        }
    }
}
