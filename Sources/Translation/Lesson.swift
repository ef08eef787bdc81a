/// What an endpoint's refusal has taught of it, remembered so that the same request is not refused twice.
public enum Lesson: String, Sendable, CaseIterable, Codable {
    /// It takes no assistant turn at the end: it is asked to `continue` instead.
    case rejectsPrefill = "rejects_prefill"
    /// It takes no `temperature`.
    case refusesTemperature = "refuses_temperature"
    /// It takes no `stream_options`, and so reports no usage.
    case refusesStreamOptions = "refuses_stream_options"
    /// It calls `max_tokens` `max_completion_tokens`.
    case renamesTokenLimit = "renames_token_limit"
    /// It takes no limit of tokens under either name.
    case refusesTokenLimit = "refuses_token_limit"

    /// What to set so that it need not be learnt.
    public var advice: String {
        switch self {
        case .rejectsPrefill: "it takes no prefill and is asked to continue instead; set resume: continue"
        case .refusesTemperature: "it takes no temperature; set temperature: omit"
        case .refusesStreamOptions: "it takes no stream_options; set include_usage: false"
        case .renamesTokenLimit: "it calls max_tokens max_completion_tokens; no need to act"
        case .refusesTokenLimit: "it takes no limit of tokens; leave max_tokens out"
        }
    }
}

extension Set<Lesson> {
    /// How an endpoint that has taught this is asked to go on.
    public func mode(for configured: ResumeMode) -> ResumeMode {
        switch configured {
        case .prefill, .prefix, .partial: contains(.rejectsPrefill) ? .continue : configured
        case .continue, .restart: configured
        }
    }
}
