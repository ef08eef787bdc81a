import AsyncHTTPClient
import NIOCore

/// One request on its way, and the answer as it comes in.
struct Exchange: Sendable {
    /// How long a connection is kept to read the few bytes after `[DONE]`, so that it can serve the next request.
    private static let lingering = TimeAmount.milliseconds(250)

    /// What has come in of the answer.
    let inbox = ResponseInbox()
    private let task: HTTPClient.Task<Void>

    /// Sends the request.
    init(_ request: HTTPClient.Request, over client: HTTPClient) {
        task = client.execute(request: request, delegate: inbox)
        // A client that was shut down fails the task without a word to the delegate (async-http-client 1.37).
        task.futureResult.whenFailure { [inbox] in inbox.end(.lost($0)) }
    }

    /// Where the answer comes in.
    var eventLoop: any EventLoop { task.eventLoop }

    /// Ends the answer for the reader, without closing the connection.
    func end(_ end: Inbox.End) {
        inbox.end(end)
    }

    /// Ends the answer and closes the connection, unless the answer had ended before.
    func abort(_ end: Inbox.End) {
        inbox.end(end)
        task.cancel()
    }

    /// Wants no more of an answer that is over but for its framing: the connection survives if the end comes at once.
    func letGo() {
        guard !inbox.hasEnded else { return }
        inbox.end(.dropped)
        let task = task
        let closing = task.eventLoop.scheduleTask(in: Self.lingering) { task.cancel() }
        task.futureResult.whenComplete { _ in closing.cancel() }
    }
}
