@testable import ChatStream

/// What a body tells when it comes in these pieces, and how it ends.
func decode(_ pieces: [ArraySlice<UInt8>], end: Inbox.End = .complete) throws -> ([ChatEvent], Reply.Verdict?) {
    var reply = Reply(endpoint: try ChatEndpoint(name: "e", baseURL: "http://h/v1"), contentType: "text/event-stream")
    var events: [ChatEvent] = []
    for piece in pieces {
        piece.withUnsafeBytes { reply.receive($0, into: &events) }
    }
    reply.end(end, into: &events)
    return (events, reply.verdict)
}

/// What a body tells when it comes in one piece.
func decode(_ body: String, end: Inbox.End = .complete) throws -> ([ChatEvent], Reply.Verdict?) {
    try decode([Array(body.utf8)[...]], end: end)
}

extension Sequence<ChatEvent> {
    /// The pieces of text, joined.
    var text: String {
        reduce(into: "") { if case .text(let piece) = $1 { $0 += piece } }
    }
}

extension Reply.Verdict {
    var kind: ChatError.Kind? {
        if case .failed(let error) = self { error.kind } else { nil }
    }
}
