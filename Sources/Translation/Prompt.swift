/// The messages of one request.
///
/// A fresh request is `system`, `user`. A resumed one adds ONE assistant turn with all text so far, however many
/// interruptions there were, and what the ``ResumeMode`` wants after it.
public struct Prompt: Sendable, Equatable {
    /// Who says a message.
    public enum Role: String, Sendable { case system, user, assistant }

    /// A mark that some endpoints want on an assistant turn that is to be continued.
    public enum Mark: Sendable { case none, prefix, partial }

    /// One message.
    public struct Message: Sendable, Equatable {
        /// Who says it.
        public var role: Role
        /// What is said.
        public var content: String
        /// How the turn is marked.
        public var mark: Mark = .none
    }

    /// The messages, in the order in which they are sent.
    public let messages: [Message]

    /// Composes the messages for a segment.
    ///
    /// - Parameters:
    ///   - assignment: What is to be done; becomes the system message.
    ///   - source: The segment, and nothing else.
    ///   - received: The text to go on from (``Transcript/prefix``); empty sends the original request unchanged.
    ///   - mode: How to go on.
    ///   - continuePrompt: The wording of the turn that asks to continue.
    ///   - isStrict: Whether an earlier answer was turned down.
    public init(
        assignment: Assignment, source: String, received: String, mode: ResumeMode, continuePrompt: String = "continue",
        isStrict: Bool = false
    ) {
        var messages = [
            Message(role: .system, content: assignment.systemPrompt(for: source, isStrict: isStrict)),
            Message(role: .user, content: source),
        ]
        if !received.isEmpty {
            switch mode {
            case .restart: break
            case .continue:
                messages.append(Message(role: .assistant, content: received))
                messages.append(Message(role: .user, content: continuePrompt))
            case .prefill: messages.append(Message(role: .assistant, content: received))
            case .prefix: messages.append(Message(role: .assistant, content: received, mark: .prefix))
            case .partial: messages.append(Message(role: .assistant, content: received, mark: .partial))
            }
        }
        self.messages = messages
    }
}
