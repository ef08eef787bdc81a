import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// The shell around an ``Inbox``: the HTTP client puts into it on its event loop, one reader takes out of it and waits.
final class ResponseInbox: HTTPClientResponseDelegate {
    private struct State {
        var inbox = Inbox()
        var reader: UnsafeContinuation<Inbox.Delivery, Never>?
        var room: EventLoopPromise<Void>?
        var bypass: Bypass?
    }

    /// Takes bytes in the reader's stead, and returns what it has to be told, if anything.
    ///
    /// It works with what is the reader's own, so it is run only by whoever has taken the waiting reader out of the state:
    /// until that is put back or resumed, nobody else can wake it. The state's lock orders the two.
    private struct Bypass: @unchecked Sendable {
        let take: (ByteBuffer, ContinuousClock.Instant) -> Inbox.Delivery?
    }

    private let state = Mutex(State())

    /// Takes what is next, and waits for it; one reader at a time.
    func take(isolation: isolated (any Actor)? = #isolation) async -> Inbox.Delivery {
        await withUnsafeContinuation { reader in
            update { state in state.reader = reader }
        }
    }

    /// Has bytes that come while the reader waits taken where they come in, on the event loop's thread: without a turn of
    /// the reader's task, which took a sixth of what a paced chunk takes (`Tests/Benchmark`, section `paced`).
    ///
    /// - Parameter take: Returns what the reader has to be told, if anything. It holds what is the reader's own, and is
    ///   to be taken away by whoever leaves that.
    func bypass(_ take: ((ByteBuffer, ContinuousClock.Instant) -> Inbox.Delivery?)?) {
        let bypass = take.map(Bypass.init)
        state.withLock { $0.bypass = bypass }
    }

    /// Ends the answer for the reader, whatever the network does.
    func end(_ end: Inbox.End) {
        update { state in state.inbox.put(end: end) }
    }

    /// Whether the answer has ended, for whatever reason.
    var hasEnded: Bool { state.withLock { $0.inbox.end != nil } }

    /// Changes the state, then gives the reader what there is for it, and the sender the room that there is.
    private func update(_ change: (inout State) -> Void) {
        let (reader, delivery, room) = state.withLock { state in
            change(&state)
            var delivery: Inbox.Delivery?
            var reader: UnsafeContinuation<Inbox.Delivery, Never>?
            if state.reader != nil, let next = state.inbox.take() {
                delivery = next
                reader = state.reader.take()
            }
            return (reader, delivery, state.inbox.hasRoom ? state.room.take() : nil)
        }
        if let reader, let delivery { reader.resume(returning: delivery) }
        room?.succeed()
    }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        BodyTap.lead(to: self)
        update { state in state.inbox.put(head: head) }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        receive(buffer, on: task.eventLoop) ?? task.eventLoop.makeSucceededVoidFuture()
    }

    /// Takes bytes of the body.
    ///
    /// - Returns: Succeeds when there is room for more; nil where there is.
    func receive(_ part: ByteBuffer, on eventLoop: any EventLoop) -> EventLoopFuture<Void>? {
        var room: EventLoopFuture<Void>?
        let now = ContinuousClock.now
        if part.readableBytes > 0, let (bypass, reader) = borrowReader() {
            if let delivery = bypass.take(part, now) {
                reader.resume(returning: delivery)
            } else {
                update { state in state.reader = reader }
            }
            return nil
        }
        update { state in
            state.inbox.put(part: part, at: now)
            // Nearly always there is room, since the reader runs on this very thread next.
            guard !state.inbox.hasRoom else { return }
            let promise = state.room ?? eventLoop.makePromise(of: Void.self)
            state.room = promise
            room = promise.futureResult
        }
        return room
    }

    /// The reader, if it waits and something works in its stead meanwhile.
    private func borrowReader() -> (Bypass, UnsafeContinuation<Inbox.Delivery, Never>)? {
        state.withLock { state in
            guard let bypass = state.bypass, let reader = state.reader.take() else { return nil }
            return (bypass, reader)
        }
    }

    func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) {
        update { state in state.inbox.put(end: .lost(error)) }
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {
        update { state in state.inbox.put(end: .complete) }
    }
}
