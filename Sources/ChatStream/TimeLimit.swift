/// Which limit in time an answer has reached.
enum TimeLimit: Sendable, Hashable {
    /// No byte of the answer's body came.
    case firstByte
    /// It had begun, and no more bytes came.
    case idle
    /// Bytes came, and no text.
    case progress
}

extension ChatError {
    init(expired limit: TimeLimit, endpoint: ChatEndpoint) {
        let timeouts = endpoint.timeouts
        let (kind, message): (Kind, String) =
            switch limit {
            case .firstByte: (.stalled, "no byte of an answer within \(timeouts.firstByte)")
            case .idle: (.stalled, "nothing came for \(timeouts.idle) in the middle of the answer")
            case .progress: (.noProgress, "nothing but comments came for \(timeouts.firstByte)")
            }
        self.init(kind: kind, endpoint: endpoint.name, message: message)
    }
}
