/// How a running daemon comes by another configuration.
public struct Reconfiguration: Sendable {
    /// An element for each time that somebody asks for it (by SIGHUP, mostly).
    let requests: AsyncStream<Void>
    /// Reads the configuration anew; throws what is wrong with it.
    let load: @Sendable () async throws -> DaemonSettings

    /// Creates one.
    public init(requests: AsyncStream<Void>, load: @escaping @Sendable () async throws -> DaemonSettings) {
        self.requests = requests
        self.load = load
    }
}
