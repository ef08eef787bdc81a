import NIOCore
import NIOPosix
import NIOSSL

/// An OpenAI-compatible endpoint on loopback whose answers are scripted byte by byte.
///
/// Serves the demonstration and the tests: everything that a network and a server can do wrong can be had from it.
public final class ScriptedEndpoint: Sendable {
    /// Decides what is done with a request.
    public typealias Responder = @Sendable (RecordedRequest) async -> Answer

    private let journal: RequestJournal
    private let listener: any Channel
    private let arrivals: AsyncStream<ScriptedConnection>.Continuation
    private let serving: Task<Void, Never>
    private let scheme: String

    /// The port it listens on.
    public let port: Int

    /// Starts to listen on 127.0.0.1.
    ///
    /// - Parameters:
    ///   - port: where; 0 takes any that is free.
    ///   - tls: PEM texts of a certificate and its key, to speak TLS with.
    ///   - greeting: what is sent on each connection before anything was asked there.
    ///   - respond: decides what is done with each request; called for several at once.
    /// - Throws: when the port is taken, or the certificate cannot be read.
    public static func start(
        port: Int = 0,
        tls: (certificatePEM: String, keyPEM: String)? = nil,
        greeting: [UInt8] = [],
        respond: @escaping Responder
    ) async throws -> ScriptedEndpoint {
        let context = try tls.map(tlsContext)
        let journal = RequestJournal()
        let (connections, arrivals) = AsyncStream.makeStream(of: ScriptedConnection.self)
        // Not NIO's asynchronous channels: what such a server has accepted and not handed over when it ends, it drops
        // unfinished, which is a fatal error (swift-nio, issues 2637 and 2813).
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    let (inbound, received) = AsyncStream.makeStream(of: ByteBuffer.self)
                    try channel.pipeline.syncOperations.addHandler(InboundBytes(to: received))
                    let connection = ScriptedConnection(
                        channel: channel, inbound: inbound, journal: journal, greeting: greeting, respond: respond)
                    if case .terminated = arrivals.yield(connection) { channel.close(promise: nil) }
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        return ScriptedEndpoint(
            journal: journal, listener: listener, connections: connections, arrivals: arrivals,
            scheme: context == nil ? "http" : "https")
    }

    private init(
        journal: RequestJournal,
        listener: any Channel,
        connections: AsyncStream<ScriptedConnection>,
        arrivals: AsyncStream<ScriptedConnection>.Continuation,
        scheme: String
    ) {
        self.journal = journal
        self.listener = listener
        self.arrivals = arrivals
        self.scheme = scheme
        port = listener.localAddress?.port ?? 0
        // The one bare task: the server outlives the call that started it, until `stop()`, which awaits it.
        serving = Task {
            await withDiscardingTaskGroup { group in
                for await connection in connections { group.addTask { await connection.run() } }
                group.cancelAll()
            }
        }
    }

    /// What a client is to be given as its base URL.
    public var baseURL: String { "\(scheme)://127.0.0.1:\(port)/v1" }

    /// All requests so far, in order of arrival.
    public var requests: [RecordedRequest] { journal.requests }

    /// How many steps of its answer were done for each request, in order of arrival: what was really sent before the
    /// client went away.
    public var stepsTaken: [Int] { journal.stepsTaken }

    /// How many connections are open.
    public var openConnections: Int { journal.openConnections }

    /// How many connections there have been so far, open ones included.
    public var acceptedConnections: Int { journal.acceptedConnections }

    /// Closes all connections and stops listening; returns when that is done.
    public func stop() async throws {
        if listener.isActive { try await listener.close() }
        // Those that have come and were not looked at yet are served first, and ended with the others.
        arrivals.finish()
        await serving.value
    }

    private static func tlsContext(certificatePEM: String, keyPEM: String) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificatePEM.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }
}
