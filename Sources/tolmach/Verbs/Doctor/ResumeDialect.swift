import Translation

/// A way to ask an endpoint to go on from a partial answer, and what has to be set for it.
enum ResumeDialect: Sendable, Hashable {
    case prefill
    /// With the fields that make vLLM, SGLang and text-generation-inference leave the last turn open.
    case prefillWithFields
    case prefix
    case partial
    /// A user turn that says `continue`.
    case userTurn

    /// The order in which they are tried: what most servers understand comes first.
    static let all: [ResumeDialect] = [.prefill, .prefillWithFields, .prefix, .partial, .userTurn]

    /// The dialect of a setting; nil where nothing is sent back.
    init?(_ mode: ResumeMode) {
        switch mode {
        case .continue: self = .userTurn
        case .prefill: self = .prefill
        case .prefix: self = .prefix
        case .partial: self = .partial
        case .restart: return nil
        }
    }

    /// The setting `resume`.
    var mode: ResumeMode {
        switch self {
        case .prefill, .prefillWithFields: .prefill
        case .prefix: .prefix
        case .partial: .partial
        case .userTurn: .continue
        }
    }

    /// Members of the request that belong to it, as JSON.
    ///
    /// Source: vLLM, “OpenAI-Compatible Server”, extra parameters of the chat API.
    var fields: [String: String] {
        self == .prefillWithFields ? ["continue_final_message": "true", "add_generation_prompt": "false"] : [:]
    }

    /// What a person calls it.
    var name: String {
        self == .prefillWithFields ? "prefill with continue_final_message" : mode.rawValue
    }
}
