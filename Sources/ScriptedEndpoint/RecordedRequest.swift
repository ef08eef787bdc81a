/// A request as it came in.
public struct RecordedRequest: Sendable {
    /// One turn of the conversation that was sent.
    public struct Message: Sendable, Hashable {
        /// `system`, `user`, `assistant`, or whatever was sent.
        public var role: String
        /// The text.
        public var content: String
        /// Whether it was marked `"prefix": true`.
        public var isPrefix: Bool
        /// Whether it was marked `"partial": true`.
        public var isPartial: Bool

        /// Creates a turn.
        public init(role: String, content: String, isPrefix: Bool = false, isPartial: Bool = false) {
            self.role = role
            self.content = content
            self.isPrefix = isPrefix
            self.isPartial = isPartial
        }
    }

    /// Its place in the order of arrival, from 0.
    public let number: Int
    /// The method, such as `POST`.
    public let method: String
    /// The target, such as `/v1/chat/completions`.
    public let path: String
    /// The headers in their order.
    public let headers: [(name: String, value: String)]
    /// The body's bytes.
    public let body: [UInt8]
    /// The body as JSON; `nil` when it is none.
    public let json: JSON?
    /// The conversation; empty when the body has none.
    public let messages: [Message]

    /// Creates a request and reads its body.
    public init(
        number: Int, method: String, path: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        self.number = number
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        json = JSON(bytes: body)
        messages = (json?["messages"]?.array ?? []).map { message in
            Message(
                role: message["role"]?.string ?? "",
                content: message["content"]?.string ?? "",
                isPrefix: message["prefix"]?.bool ?? false,
                isPartial: message["partial"]?.bool ?? false
            )
        }
    }

    /// `model` of the body.
    public var model: String? { json?["model"]?.string }
    /// `temperature` of the body.
    public var temperature: Double? { json?["temperature"]?.number }
    /// Whether a stream was asked for.
    public var stream: Bool { json?["stream"]?.bool ?? false }

    /// The first header of the name, in any case; `nil` when there is none.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
