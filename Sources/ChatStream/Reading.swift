import AsyncHTTPClient

/// The one reader of an answer; belongs to the task that iterates.
final class Reading {
    /// How long the end is waited for after a finish reason: many servers never send their `[DONE]`.
    static let grace = Duration.seconds(2)

    private let exchange: Exchange
    private var reply: Reply
    private var graceIsOver: (@Sendable () async throws -> Void)?
    private var hasThrown = false
    /// When the bytes of the last events came in.
    private(set) var arrival: ContinuousClock.Instant?

    init(exchange: Exchange, reply: Reply) {
        self.exchange = exchange
        self.reply = reply
    }

    func next(isolation: isolated (any Actor)?) async throws -> [ChatEvent]? {
        while try goesOn() {
            let events =
                graceIsOver == nil
                ? try receive(await exchange.inbox.take(isolation: isolation))
                : try receive(await takeInTime(isolation: isolation))
            if !events.isEmpty { return events }
        }
        return nil
    }

    /// Whether there is more to wait for; from now on the wait counts.
    ///
    /// Who cancels ends the answer through the inbox, behind all that has come in; so nobody asks for that here.
    @inline(never) private func goesOn() throws -> Bool {
        switch reply.verdict {
        case .complete: return false
        case .failed where hasThrown: return false
        case .failed(let error):
            hasThrown = true
            throw error
        case nil:
            exchange.watchdog.waitBegan()
            return true
        }
    }

    /// Has texts taken where they come in, from now on, as far as `take` says that it has; see ``ChatEvents/intercept(_:)``.
    func intercept(_ take: @escaping ([ChatEvent], ContinuousClock.Instant) -> Bool) {
        exchange.inbox.bypass { [self] part, now in
            arrival = now
            var events: [ChatEvent] = []
            part.withUnsafeReadableBytes { reply.receive($0, into: &events) }
            let isOver = reply.verdict != nil || reply.isFinished
            guard !isOver, events.allSatisfy(\.isText), events.isEmpty || take(events, now) else {
                exchange.watchdog.waitEnded(bytes: true, progress: events.contains(where: \.isProgress))
                return .events(events, since: now)
            }
            exchange.watchdog.waitGoesOn(progress: !events.isEmpty)
            return nil
        }
    }

    /// Gives the connection back when the answer is whole, and closes it otherwise.
    func leave() {
        exchange.inbox.bypass(nil)
        if reply.isTerminated, reply.isFinished { exchange.letGo() } else { exchange.abort(.dropped) }
    }

    @inline(never) private func receive(_ delivery: Inbox.Delivery) throws -> [ChatEvent] {
        var events: [ChatEvent] = []
        switch delivery {
        case .parts(let parts, let since):
            arrival = since
            for part in parts {
                part.withUnsafeReadableBytes { reply.receive($0, into: &events) }
            }
            // Only now: a flood of events that say nothing leaves no time to wait in, and must not go on for ever.
            exchange.watchdog.waitEnded(bytes: true, progress: events.contains(where: \.isProgress))
        case .events(let told, let since):
            arrival = since
            events = told
        // What has its finish reason is whole, and has been paid for.
        case .end(.dropped) where !reply.isFinished:
            exchange.watchdog.waitEnded()
            throw CancellationError()
        case .end(.lost(let error)) where !reply.isFinished && error as? HTTPClientError == .cancelled:
            // The client's own word for being shut down.
            exchange.watchdog.waitEnded()
            throw CancellationError()
        case .end(let end):
            reply.end(end, into: &events)
            exchange.watchdog.waitEnded(bytes: false, progress: events.contains(where: \.isProgress))
        case .head: exchange.watchdog.waitEnded()
        }
        if reply.isFinished, graceIsOver == nil { graceIsOver = exchange.watchdog.alarm(after: Self.grace) }
        return events
    }

    @inline(never) private func takeInTime(isolation: isolated (any Actor)?) async -> Inbox.Delivery {
        guard let graceIsOver else { return await exchange.inbox.take(isolation: isolation) }
        return await withTaskGroup(of: Void.self, isolation: isolation) { [exchange] group in
            group.addTask {
                do { try await graceIsOver() } catch { return }
                exchange.end(.complete)
            }
            defer { group.cancelAll() }
            return await exchange.inbox.take(isolation: isolation)
        }
    }
}

extension ChatEvent {
    fileprivate var isText: Bool { if case .text = self { true } else { false } }

    /// Whether the model is seen to work: comments, usage and nonsense are no proof of that.
    fileprivate var isProgress: Bool {
        switch self {
        case .text, .reasoning, .refusal, .finished: true
        case .started, .usage, .failed, .undecodable, .done: false
        }
    }
}
