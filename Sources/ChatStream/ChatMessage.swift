/// One turn of a conversation.
public struct ChatMessage: Sendable, Hashable {
    /// Who speaks.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        /// Instructions that stand above the conversation.
        case system
        /// The one who asks.
        case user
        /// The model.
        case assistant
    }

    /// Keys with the value `true` that tell some servers to go on from a last assistant turn instead of answering it.
    public struct Marks: OptionSet, Sendable, Hashable {
        /// The set as bits.
        public let rawValue: UInt8

        /// Creates a set from its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// `"prefix": true`: DeepSeek's chat prefix completion and Mistral's prefix.
        public static let prefix = Marks(rawValue: 1 << 0)
        /// `"partial": true`: Moonshot's partial mode.
        public static let partial = Marks(rawValue: 1 << 1)
    }

    /// Who speaks.
    public var role: Role
    /// What is said.
    public var content: String
    /// What else the message is marked with; mostly nothing.
    public var marks: Marks

    /// Creates a turn.
    public init(role: Role, content: String, marks: Marks = []) {
        self.role = role
        self.content = content
        self.marks = marks
    }

    var json: JSONValue {
        var members: [String: JSONValue] = ["role": .string(role.rawValue), "content": .string(content)]
        if marks.contains(.prefix) { members["prefix"] = .bool(true) }
        if marks.contains(.partial) { members["partial"] = .bool(true) }
        return .object(members)
    }
}
