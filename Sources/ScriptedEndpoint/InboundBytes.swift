import NIOCore

/// The end of a connection's pipeline: hands on what comes in, and closes what breaks.
final class InboundBytes: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let received: AsyncStream<ByteBuffer>.Continuation

    init(to received: AsyncStream<ByteBuffer>.Continuation) {
        self.received = received
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.yield(unwrapInboundIn(data))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        received.finish()
    }
}
