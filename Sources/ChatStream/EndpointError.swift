/// An error in the endpoint's own words, whatever shape it came in.
public struct EndpointError: Error, Sendable, Hashable {
    /// `code`, whether it came as a number or as a string.
    public var code: String?
    /// `type`, such as `invalid_request_error`.
    public var type: String?
    /// `param`: the part of the request that is to blame.
    public var param: String?
    /// What went wrong; at most ``longestMessage`` characters, control characters made harmless.
    public var message: String

    /// The longest message kept, in characters.
    public static let longestMessage = 500

    /// Creates an error; the message is cut to ``longestMessage``.
    public init(code: String? = nil, type: String? = nil, param: String? = nil, message: String) {
        self.code = code.map { $0.quotable(upTo: 100) }
        self.type = type.map { $0.quotable(upTo: 100) }
        self.param = param.map { $0.quotable(upTo: 100) }
        self.message = message.quotable(upTo: Self.longestMessage)
    }
}

extension EndpointError {
    /// Finds the error in a JSON object; `nil` when the object is none.
    ///
    /// Shapes seen: OpenAI `{"error": {…}}`, the same with a plain string (text-generation-inference), vLLM
    /// `{"object": "error", "message": …}`, FastAPI `{"detail": …}`, and a bare `{"message": …}` where `anyShape` allows it.
    ///
    /// - Parameter anyShape: whether the object is known to be an error (the body of a 4xx, data of `event: error`).
    init?(json: JSONValue, anyShape: Bool) {
        guard let object = json.object else { return nil }
        if let inner = object["error"], inner != .null, inner != .bool(false), inner != .string("") {
            if let members = inner.object {
                self.init(members: members, fallback: object)
            } else {
                self.init(members: object, message: inner.scalarText)
            }
        } else if object["object"]?.string == "error" || (anyShape && object["message"]?.string != nil) {
            self.init(members: object)
        } else if anyShape, let detail = object["detail"] {
            self.init(members: object, message: Self.detail(detail))
        } else {
            return nil
        }
    }

    private init(members: [String: JSONValue], fallback: [String: JSONValue] = [:], message: String? = nil) {
        func scalar(_ key: String) -> String? { members[key]?.scalarText ?? fallback[key]?.scalarText }
        let type = members["type"]?.scalarText ?? members["error_type"]?.scalarText ?? members["status"]?.string
        self.init(
            code: scalar("code"),
            type: type,
            param: members["param"]?.scalarText,
            message: message ?? scalar("message") ?? scalar("detail") ?? "an error without a message"
        )
    }

    /// FastAPI's `detail`: a sentence, or a list of findings whose `input` quotes the request and is left out.
    private static func detail(_ value: JSONValue) -> String? {
        if let findings = value.array {
            return findings.compactMap { $0.object?["msg"]?.string }.joined(separator: "; ")
        }
        return value.scalarText ?? value.object?["message"]?.string ?? value.object?["msg"]?.string
    }
}
