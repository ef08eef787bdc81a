import ServiceLifecycle
import UnixSignals

/// Hears SIGHUP, by which daemons are asked to read their configuration again, from before the daemon is ready.
struct HangupListener: Service {
    /// An element for each signal.
    let requests: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init() {
        // Several while one is being served are one.
        (requests, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { bell.yield() }
    }
}
