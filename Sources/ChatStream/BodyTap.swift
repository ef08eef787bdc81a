import NIOCore
import NIOHTTP1
import NIOPosix

/// Hands an answer's body to its ``ResponseInbox`` where its bytes come in, past the HTTP client's own book-keeping of them.
///
/// The client passes each read through a parser of all of HTTP, three state machines and a future before its delegate has
/// it, which took a fifth of what a paced chunk takes (`Tests/Benchmark`, section `paced`). Heads, ends and errors still go
/// through the client: what a connection is used for, and whether it can be used again, is its matter. A body without the
/// chunked transfer coding is tapped behind the parser. Of a connection without a tap, as with HTTP/2, and of a delegate on
/// another event loop, the client brings everything.
///
/// It has three places in a connection's pipeline: before the parser (``BytesSide``), behind it (``PartsSide``), and behind
/// the client (``ClientSide``). All belong to the connection's event loop.
final class BodyTap {
    private final class Offer: Sendable {
        let tap: NIOLoopBound<BodyTap>

        init(_ tap: NIOLoopBound<BodyTap>) { self.tap = tap }
    }

    /// What the bytes are that come in.
    private enum Stage {
        /// A head, of which the end is looked for.
        case head(BlankLine)
        /// For the parser.
        case parsed
        /// Chunks of a body that is tapped.
        case chunks(ChunkedFraming, to: ResponseInbox)
    }

    /// The one whose connection brings a head just now, on this event loop's thread.
    private static let offered = ThreadSpecificVariable<Offer>()

    private let eventLoop: any EventLoop
    private var stage = Stage.head(BlankLine())
    /// Whether the parser has all bytes up to a head's end just now, and none behind it.
    private var isAtEndOfHead = false
    /// Whom the body goes to; nil where the client brings it.
    private var inbox: ResponseInbox?
    /// Whether something of the present read went to the parser.
    private var hasParsed = false
    /// Whether something of the present read went to the client.
    private var hasForwarded = false
    /// Whether nothing is to be read until there is room.
    private var isFull = false
    /// Whether a read was asked for meanwhile.
    private var hasAsked = false
    /// Whether the client waits for bytes, of which it sees none: whoever reads on need not ask it.
    private var isPast = false
    /// Where the bytes come from.
    private var source: ChannelHandlerContext?

    private init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// Puts one in a connection's pipeline, where the client's own handlers are in it already.
    static func add(to channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            let tap = BodyTap(eventLoop: channel.eventLoop)
            try pipeline.addHandler(BytesSide(tap), position: .before(decoder))
            try pipeline.addHandler(PartsSide(tap), position: .after(decoder))
            try pipeline.addHandler(ClientSide(tap), position: .last)
            // A chunk takes some hundred bytes; the default of 2048 would be held by each connection.
            try channel.syncOptions?.setOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 512, maximum: 65536))
        }
    }

    /// Leads the body of the answer whose head has just come, if it came through a tap on this thread, to an inbox.
    ///
    /// Called by the delegate when it is given the head.
    static func lead(to inbox: ResponseInbox) { offered.currentValue?.tap.value.inbox = inbox }

    // MARK: - Bytes

    private func receive(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        var bytes = bytes
        while bytes.readableBytes > 0 {
            switch stage {
            case .head(var blankLine):
                let end = bytes.withUnsafeReadableBytes { blankLine.end(in: $0) }
                stage = .head(blankLine)
                guard let end, let head = bytes.readSlice(length: end) else { return parse(bytes, context) }
                isAtEndOfHead = true
                parse(head, context)
                isAtEndOfHead = false
            case .parsed: return parse(bytes, context)
            case .chunks(var framing, let inbox):
                let finding = take(bytes, &framing, to: inbox)
                stage = .chunks(framing, to: inbox)
                switch finding {
                case .chunks: return
                case .other(let index):
                    stage = .parsed
                    bytes.moveReaderIndex(forwardBy: index)
                    if !framing.held.isEmpty { parse(ByteBuffer(bytes: framing.held), context) }
                case .broken:
                    // No size: the parser finds what is wrong, and the client hears of it in its words.
                    stage = .parsed
                    return parse(ByteBuffer(string: "?"), context)
                }
            }
        }
    }

    /// Hands on what data there is, in one piece.
    private func take(
        _ bytes: ByteBuffer, _ framing: inout ChunkedFraming, to inbox: ResponseInbox
    ) -> ChunkedFraming.Finding {
        var first: Range<Int>?
        var gathered: ByteBuffer?
        let finding = bytes.withUnsafeReadableBytes { raw in
            framing.feed(raw) { range in
                guard let one = first else {
                    first = range
                    return
                }
                if gathered == nil {
                    gathered = ByteBufferAllocator().buffer(capacity: raw.count)
                    gathered?.writeBytes(raw[one])
                }
                gathered?.writeBytes(raw[range])
            }
        }
        // Nearly always one where a model is at work, which lies well where it is.
        let data = gathered ?? first.flatMap { bytes.getSlice(at: bytes.readerIndex + $0.lowerBound, length: $0.count) }
        if let data { deliver(data, to: inbox) }
        return finding
    }

    private func parse(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        hasParsed = true
        context.fireChannelRead(NIOAny(bytes))
    }

    private func bytesEnded(_ context: ChannelHandlerContext) {
        // The parser has seen nothing of a read that brought chunks alone.
        if case .chunks = stage, !hasParsed { return }
        hasParsed = false
        context.fireChannelReadComplete()
    }

    private func deliver(_ data: ByteBuffer, to inbox: ResponseInbox) {
        guard let room = inbox.receive(data, on: eventLoop) else { return }
        isFull = true
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        room.whenComplete { _ in
            let tap = bound.value
            tap.isFull = false
            guard tap.hasAsked else { return }
            tap.hasAsked = false
            tap.source?.read()
        }
    }

    // MARK: - Parts

    private func receive(_ part: HTTPClientResponsePart, _ data: NIOAny, _ context: ChannelHandlerContext) {
        switch part {
        case .body(let body):
            guard let inbox else { return forward(context, data) }
            deliver(body, to: inbox)
        case .head(let head):
            inbox = nil
            Self.offered.currentValue = Offer(NIOLoopBound(self, eventLoop: eventLoop))
            forward(context, data)
            Self.offered.currentValue = nil
            // One that informs (100 to 199) is followed by the one that counts.
            guard head.status.code >= 200 else { return }
            stage = .parsed
            if let inbox, isAtEndOfHead, head.headers["transfer-encoding"] == ["chunked"] {
                stage = .chunks(ChunkedFraming(), to: inbox)
            }
        case .end:
            // By the end of a read that brought no end, the client knows one that is the connection's, and that none can
            // be asked on it (async-http-client, HTTPRequestStateMachine+Demand.swift).
            if inbox != nil, !context.channel.isActive { context.fireChannelReadComplete() }
            inbox = nil
            stage = .head(BlankLine())
            forward(context, data)
        }
    }

    private func partsEnded(_ context: ChannelHandlerContext) {
        // The client has seen nothing of a read that brought a body alone.
        guard inbox == nil || hasForwarded else { return }
        hasForwarded = false
        context.fireChannelReadComplete()
    }

    private func forward(_ context: ChannelHandlerContext, _ data: NIOAny) {
        hasForwarded = true
        isPast = false
        context.fireChannelRead(data)
    }

    // MARK: - Reads

    /// The client asks for the next read.
    private func askedByClient(_ context: ChannelHandlerContext) {
        // It does when it has heard that the last read is over, and from then on it would each time.
        isPast = inbox != nil && !hasForwarded
        if isFull { hasAsked = true } else { context.read() }
    }

    /// Reads on where the client would do so without a look at anything.
    ///
    /// - Returns: Whether it would.
    private func readPast() -> Bool {
        guard isPast, inbox != nil, let source else { return false }
        if isFull { hasAsked = true } else { source.read() }
        return true
    }

    // MARK: - Places

    private final class BytesSide: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias InboundOut = ByteBuffer

        private let tap: BodyTap

        init(_ tap: BodyTap) { self.tap = tap }

        func handlerAdded(context: ChannelHandlerContext) { tap.source = context }

        func handlerRemoved(context: ChannelHandlerContext) { tap.source = nil }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { tap.receive(unwrapInboundIn(data), context) }

        func channelReadComplete(context: ChannelHandlerContext) { tap.bytesEnded(context) }
    }

    private final class PartsSide: ChannelDuplexHandler {
        typealias InboundIn = HTTPClientResponsePart
        typealias InboundOut = HTTPClientResponsePart
        typealias OutboundIn = HTTPClientRequestPart
        typealias OutboundOut = HTTPClientRequestPart

        private let tap: BodyTap

        init(_ tap: BodyTap) { self.tap = tap }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            tap.receive(unwrapInboundIn(data), data, context)
        }

        func channelReadComplete(context: ChannelHandlerContext) { tap.partsEnded(context) }

        func read(context: ChannelHandlerContext) { tap.askedByClient(context) }
    }

    /// Leads the question for the next read past the client while a body is tapped: three state machines of it say yes to
    /// it each time.
    private final class ClientSide: ChannelOutboundHandler {
        typealias OutboundIn = HTTPClientRequestPart

        private let tap: BodyTap

        init(_ tap: BodyTap) { self.tap = tap }

        func read(context: ChannelHandlerContext) {
            if !tap.readPast() { context.read() }
        }
    }
}
