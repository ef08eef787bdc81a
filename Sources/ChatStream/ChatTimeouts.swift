/// How long an endpoint may keep one waiting; there is no limit on a whole answer.
///
/// A wall-clock limit on answers kills healthy slow models: only silence counts.
public struct ChatTimeouts: Sendable, Hashable {
    /// For the TCP connection; default 10 s.
    public var connect: Duration
    /// From the request to the first byte of the answer's body, and also the longest time with nothing but comments
    /// between two pieces of text; default 300 s, because queueing servers send not even a header until it is one's turn.
    public var firstByte: Duration
    /// Between two reads once the body has begun; default 60 s (llama.cpp sends a comment every 30 s).
    public var idle: Duration

    /// Creates the limits.
    public init(
        connect: Duration = .seconds(10),
        firstByte: Duration = .seconds(300),
        idle: Duration = .seconds(60)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.idle = idle
    }
}
