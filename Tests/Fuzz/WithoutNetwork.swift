// What the decoders name of the network; here there is none.

/// How an answer ends.
enum Inbox {
    /// How an answer ends.
    enum End: Sendable {
        case complete
        case lost(any Error)
        case expired(TimeLimit)
        case dropped
    }
}

extension ChatError {
    /// What a failure below HTTP means.
    init(transport error: any Error, endpoint: ChatEndpoint, hasHead: Bool) {
        self.init(kind: .connectionLost, endpoint: endpoint.name, message: "\(error)")
    }
}
