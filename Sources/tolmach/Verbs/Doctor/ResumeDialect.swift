import Engine
import Translation

/// A way to ask an endpoint to go on from a partial answer, and what has to be set for it.
enum ResumeDialect: Sendable, Hashable {
    case prefill
    /// With the fields that make vLLM and SGLang leave the last turn open.
    case prefillWithFields
    case prefix
    case partial
    /// A user turn that says `continue`.
    case userTurn

    /// The order in which they are tried: what most servers understand comes first.
    static let all: [ResumeDialect] = [.prefill, .prefillWithFields, .prefix, .partial, .userTurn]

    /// The dialect that an endpoint is set to; nil where nothing is sent back.
    init?(_ settings: EndpointSettings) {
        switch settings.resume {
        case .continue: self = .userTurn
        case .prefill: self = settings.continuesFinalMessage ? .prefillWithFields : .prefill
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

    /// What a person calls it.
    var name: String {
        self == .prefillWithFields ? "prefill with continue_final_message" : mode.rawValue
    }
}
