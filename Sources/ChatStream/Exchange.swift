import AsyncHTTPClient
import NIOCore

/// One request on its way, the answer as it comes in, and the watch over its silence.
final class Exchange: Sendable {
    /// How long a connection is kept to read the few bytes after `[DONE]`, so that it can serve the next request.
    private static let lingering = TimeAmount.milliseconds(250)

    /// What has come in of the answer.
    let inbox = ResponseInbox()
    /// What the reader tells of its waiting.
    let watchdog: any Watching
    private let timer: any LimitTimer
    private let task: HTTPClient.Task<Void>
    private let cancellation: ChatCancellation

    /// Sends the request; the wait for the answer begins.
    ///
    /// - Parameter cancellation: Aborts it, until ``release()``.
    init(
        _ request: HTTPClient.Request, over client: HTTPClient, _ watchdog: Watchdog<some Clock<Duration>>,
        _ cancellation: ChatCancellation
    ) {
        watchdog.waitBegan()
        let task = client.execute(request: request, delegate: inbox)
        let onLimit: @Sendable (TimeLimit) -> Void = { [inbox] in Self.abort(inbox, task, .expired($0)) }
        timer =
            if let watchdog = watchdog as? Watchdog<ContinuousClock> {
                EventLoopLimitTimer(watchdog, on: task.eventLoop, onLimit: onLimit)
            } else {
                TaskLimitTimer(watchdog, onLimit: onLimit)
            }
        (self.watchdog, self.task, self.cancellation) = (watchdog, task, cancellation)
        // A client that was shut down fails the task without a word to the delegate (async-http-client 1.37).
        task.futureResult.whenFailure { [inbox] in inbox.end(.lost($0)) }
        cancellation.begin { [inbox] in Self.abort(inbox, task, .dropped) }
    }

    /// Runs tasks where the answer comes in.
    var executor: EventLoopTaskExecutor { .of(task.eventLoop) }

    /// Ends the answer for the reader, without closing the connection.
    func end(_ end: Inbox.End) {
        inbox.end(end)
    }

    /// Looks at the time, until ``release()``.
    func watch() { timer.start() }

    /// Nobody waits for the answer any more: no limit counts, and no cancellation reaches it.
    func release() {
        timer.stop()
        cancellation.end()
    }

    /// Ends the answer and closes the connection, unless the answer had ended before.
    func abort(_ end: Inbox.End) { Self.abort(inbox, task, end) }

    private static func abort(_ inbox: ResponseInbox, _ task: HTTPClient.Task<Void>, _ end: Inbox.End) {
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
