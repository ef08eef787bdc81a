public import ChatStream
public import Translation

extension ChatMessage {
    /// The turn of a prompt, with the members that its dialect asks for.
    public init(_ message: Prompt.Message) {
        let role: Role =
            switch message.role {
            case .system: .system
            case .user: .user
            case .assistant: .assistant
            }
        let marks: Marks =
            switch message.mark {
            case .none: []
            case .prefix: .prefix
            case .partial: .partial
            }
        self.init(role: role, content: message.content, marks: marks)
    }
}
