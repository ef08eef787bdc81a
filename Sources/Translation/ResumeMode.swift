/// How an endpoint is asked to go on from a partial answer.
public enum ResumeMode: String, Sendable, CaseIterable, Codable {
    /// The text so far as an assistant turn, then a user turn that says `continue`. Any endpoint takes it.
    case `continue`
    /// The text so far as the last, open assistant turn: llama.cpp, vLLM, SGLang.
    case prefill
    /// As `prefill`, the turn marked `"prefix": true`: DeepSeek, Mistral.
    case prefix
    /// As `prefill`, the turn marked `"partial": true`: Moonshot.
    case partial
    /// The segment again from its start: for endpoints that can do none of these.
    case restart
}
