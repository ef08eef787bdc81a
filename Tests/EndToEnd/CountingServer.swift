import ScriptedEndpoint

/// An endpoint with a model that translates three sentences into Spanish, behind a server with habits of its own.
struct CountingServer: Sendable {
    /// What it does with a last assistant turn.
    enum Prefill: Sendable, Equatable {
        /// Goes on from it.
        case honoured
        /// Answers anew, as vLLM without its fields does.
        case ignored
        /// Refuses it with these words.
        case refused(String)
        /// Goes on with vLLM's fields, else answers anew.
        case withFields
        /// Goes on from a turn that is marked so, else refuses it.
        case marked(prefix: Bool)
        /// Answers what has nothing to do with it.
        case babbled
    }

    /// What it does with a limit on tokens.
    enum Limit: Sendable { case told, claimedToBeWhole, ignored }

    var prefill = Prefill.honoured
    var limit = Limit.told
    /// Whether “continue” is followed, or begins the answer anew; nil refuses it.
    var followsContinue: Bool? = true
    var reportsUsage = true
    /// Members of a request that are refused with a 400.
    var refuses: Set<String> = []
    var model: String?
    /// The time before each word; long enough that a busy reader does not find all of them at once.
    var pace = Duration.milliseconds(15)

    func answer(to request: RecordedRequest) -> Answer {
        if let refused = refuses.sorted().first(where: { request.json?[$0] != nil }) {
            return Self.refusal("Unsupported parameter: '\(refused)' is not supported with this model.", param: refused)
        }
        let turns = request.messages
        let source = turns.first { $0.role == "user" }?.content ?? ""
        let begun = turns.last { $0.role == "assistant" }?.content
        guard let last = turns.last, let begun else { return stream(Self.translation(of: source), request) }
        if last.role == "user" {
            switch followsContinue {
            case true: return stream("cuatro, cinco, seis, siete, ocho.", request)
            case false: return stream(Self.translation(of: source), request)
            default: return Self.refusal("Conversation roles must alternate")
            }
        }
        return goOn(from: begun, last, source, request)
    }

    private func goOn(
        from begun: String, _ last: RecordedRequest.Message, _ source: String, _ request: RecordedRequest
    ) -> Answer {
        let whole = Self.translation(of: source)
        let rest = whole.hasPrefix(begun) ? String(whole.dropFirst(begun.count)) : whole
        switch prefill {
        case .honoured: return stream(rest, request)
        case .ignored: return stream(whole, request)
        case .refused(let words): return Self.refusal(words)
        case .withFields:
            return stream(request.json?["continue_final_message"]?.bool == true ? rest : whole, request)
        case .marked(let prefix):
            let isMarked = prefix ? last.isPrefix : last.isPartial
            return isMarked ? stream(rest, request) : Self.refusal("Expected last role User or Tool")
        case .babbled: return stream("Lorem ipsum dolor sit amet.", request)
        }
    }

    private func stream(_ text: String, _ request: RecordedRequest) -> Answer {
        let words = DeterministicTranslator().chunks(of: text)
        let most = request.json?["max_tokens"]?.number ?? request.json?["max_completion_tokens"]?.number
        let count = limit == .ignored ? words.count : min(words.count, most.map { Int($0) } ?? .max)
        let asks = request.json?["stream_options"] != nil
        return .events(
            Array(words.prefix(count)), finish: count < words.count && limit == .told ? "length" : "stop",
            model: model ?? request.model ?? "", usage: asks && reportsUsage ? (30, count) : nil, pace: pace)
    }

    static func refusal(_ words: String, param: String? = nil) -> Answer {
        let name = param.map { ", \"param\": \"\($0)\"" } ?? ""
        return .error(
            status: 400, body: "{\"error\": {\"message\": \"\(words)\", \"type\": \"invalid_request_error\"\(name)}}")
    }

    private static func translation(of source: String) -> String {
        switch source.first {
        case "O": "Uno, dos, tres, cuatro, cinco, seis, siete, ocho."
        case "T" where source.count < 60: "La biblioteca está abierta el lunes y el viernes."
        default: "El viejo cerró la puerta, entró en el comedor y miró durante mucho tiempo el fuego frío."
        }
    }
}
