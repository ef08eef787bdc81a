import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// An OpenAI-compatible endpoint on loopback whose answers are scripted byte by byte.
///
/// Serves the demonstration and the tests: everything that a network and a server can do wrong can be had from it.
public final class ScriptedEndpoint: Sendable {
    /// Decides what is done with a request.
    public typealias Responder = @Sendable (RecordedRequest) async -> Answer

    private let journal: RequestJournal
    private let listener: any Channel
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
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return ScriptedEndpoint(
            server: server, scheme: context == nil ? "http" : "https", greeting: greeting, respond: respond)
    }

    private init(
        server: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>,
        scheme: String,
        greeting: [UInt8],
        respond: @escaping Responder
    ) {
        let journal = RequestJournal()
        self.journal = journal
        self.scheme = scheme
        listener = server.channel
        port = server.channel.localAddress?.port ?? 0
        // The one bare task: the server outlives the call that started it, until `stop()`, which awaits it.
        serving = Task { await Self.serve(server, journal: journal, greeting: greeting, respond: respond) }
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
        serving.cancel()
        await serving.value
        if listener.isActive { try await listener.close() }
    }

    private static func tlsContext(certificatePEM: String, keyPEM: String) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificatePEM.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }

    private static func serve(
        _ server: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>,
        journal: RequestJournal,
        greeting: [UInt8],
        respond: @escaping Responder
    ) async {
        do {
            try await server.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        group.addTask {
                            await ScriptedConnection(
                                channel: connection, journal: journal, greeting: greeting, respond: respond
                            ).run()
                        }
                    }
                }
            }
        } catch {
            // Listening ends by cancellation, and there is nobody to tell about anything else.
        }
    }
}
