import NIOCore
import NIOHTTP1
import NIOPosix

/// Hands an answer's bytes to its ``ResponseInbox`` where they are decoded, past the HTTP client's own book-keeping of them.
///
/// The client passes each read through three state machines and a future before its delegate has it, which took an eighth
/// of what a paced chunk takes (`Tests/Benchmark`, section `paced`). Heads, ends and errors still go through the client:
/// what a connection is used for, and whether it can be used again, is its matter. Of a connection without a tap, as with
/// HTTP/2, and of a delegate on another event loop, it brings everything.
final class BodyTap: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private final class Offer: Sendable {
        let tap: NIOLoopBound<BodyTap>

        init(_ tap: NIOLoopBound<BodyTap>) { self.tap = tap }
    }

    /// The one whose connection brings a head just now, on this event loop's thread.
    private static let offered = ThreadSpecificVariable<Offer>()

    /// Whom the body goes to; nil where the client brings it.
    private var inbox: ResponseInbox?
    /// Whether something of the present read went to the client.
    private var hasForwarded = false
    /// Whether nothing is to be read until there is room.
    private var isFull = false
    /// Whether the client has asked for a read meanwhile.
    private var hasAsked = false
    /// Whether the client waits for bytes, of which it sees none: whoever reads on need not ask it.
    private var isPast = false
    private var context: ChannelHandlerContext?

    /// Puts one in a connection's pipeline, where the client's own handlers are in it already.
    static func add(to channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            let tap = BodyTap()
            try pipeline.addHandler(tap, position: .after(decoder))
            try pipeline.addHandler(ReadPast(tap), position: .last)
        }
    }

    /// Leads the body of the answer whose head has just come, if it came through a tap on this thread, to an inbox.
    ///
    /// Called by the delegate when it is given the head.
    static func lead(to inbox: ResponseInbox) { offered.currentValue?.tap.value.inbox = inbox }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .body(let part):
            guard let inbox else { return forward(context, data) }
            if let room = inbox.receive(part, on: context.eventLoop) { wait(for: room, context) }
        case .head:
            inbox = nil
            Self.offered.currentValue = Offer(NIOLoopBound(self, eventLoop: context.eventLoop))
            forward(context, data)
            Self.offered.currentValue = nil
        case .end:
            // By the end of a read that brought no end, the client knows one that is the connection's, and that none can
            // be asked on it (async-http-client, HTTPRequestStateMachine+Demand.swift).
            if inbox != nil, !context.channel.isActive { context.fireChannelReadComplete() }
            inbox = nil
            forward(context, data)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // The client has seen nothing of a read that brought a body alone.
        guard inbox == nil || hasForwarded else { return }
        hasForwarded = false
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        // The client asks when it has heard that the last read is over, and from then on it would ask each time.
        isPast = inbox != nil && !hasForwarded
        if isFull { hasAsked = true } else { context.read() }
    }

    /// Reads on where the client would do so without a look at anything.
    ///
    /// - Returns: Whether it would.
    fileprivate func readPast() -> Bool {
        guard isPast, inbox != nil, let context else { return false }
        if isFull { hasAsked = true } else { context.read() }
        return true
    }

    private func forward(_ context: ChannelHandlerContext, _ data: NIOAny) {
        hasForwarded = true
        isPast = false
        context.fireChannelRead(data)
    }

    private func wait(for room: EventLoopFuture<Void>, _ context: ChannelHandlerContext) {
        isFull = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        room.whenComplete { _ in
            let (tap, context) = bound.value
            tap.isFull = false
            guard tap.hasAsked else { return }
            tap.hasAsked = false
            context.read()
        }
    }
}

/// Leads the question for the next read, which comes from behind the client's handlers, past them while a body is tapped:
/// three state machines of the client say yes to it each time.
private final class ReadPast: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart

    private let tap: BodyTap

    init(_ tap: BodyTap) { self.tap = tap }

    func read(context: ChannelHandlerContext) {
        if !tap.readPast() { context.read() }
    }
}
