import ChatStream
import Synchronization
import Translation

/// The endpoints that requests go to now, and those that were taken away while streams still run there.
final class EndpointPool: Sendable {
    /// An endpoint, and the client that reaches it as it was configured then.
    final class Handle: Sendable {
        let settings: EndpointSettings
        let retry: RetryPolicy
        let client: ChatClient

        init(_ settings: EndpointSettings, _ retry: RetryPolicy, _ clock: any Clock<Duration>) throws {
            self.settings = settings
            self.retry = retry
            client = try ChatClient(
                endpoint: settings.endpoint, concurrency: settings.concurrency, clock: clock)
        }
    }

    private struct State {
        var handles: [Handle] = []
        var retired: [Handle] = []
        var uses: [ObjectIdentifier: Int] = [:]

        /// The retired that nobody uses any more.
        mutating func takeUnused() -> [Handle] {
            let unused = retired.filter { uses[ObjectIdentifier($0), default: 0] == 0 }
            retired.removeAll { handle in unused.contains { $0 === handle } }
            for handle in unused { uses[ObjectIdentifier(handle)] = nil }
            return unused
        }
    }

    private let clock: any Clock<Duration>
    private let state = Mutex(State())

    /// - Parameter clock: What the clients measure silence by.
    init(clock: any Clock<Duration>) { self.clock = clock }

    /// The endpoints in the order in which they are filled.
    var handles: [Handle] { state.withLock(\.handles) }

    /// Takes others; those that were there go when their last stream has ended.
    ///
    /// - Throws: `ChatEndpoint.Invalid` where one cannot be used as it is configured; then all stays as it was.
    func replace(with endpoints: [EndpointSettings], retry: RetryPolicy) async throws {
        var new: [Handle] = []
        do {
            for endpoint in endpoints { new.append(try Handle(endpoint, retry, clock)) }
        } catch {
            for handle in new { try await handle.client.shutdown() }
            throw error
        }
        let unused = state.withLock { [new] state in
            state.retired += state.handles
            state.handles = new
            return state.takeUnused()
        }
        for handle in unused { try await handle.client.shutdown() }
    }

    /// Somebody needs the endpoint's client from now on: a stream, or whoever is about to begin one.
    ///
    /// - Returns: Whether it is still there to be used.
    @discardableResult func retain(_ handle: Handle) -> Bool {
        state.withLock { state in
            guard (state.handles + state.retired).contains(where: { $0 === handle }) else { return false }
            state.uses[ObjectIdentifier(handle), default: 0] += 1
            return true
        }
    }

    /// Who needed it needs it no more; one that was the last of a retired endpoint takes its client with it.
    func release(_ handle: Handle) async throws {
        let unused = state.withLock { state in
            state.uses[ObjectIdentifier(handle), default: 1] -= 1
            return state.takeUnused()
        }
        for handle in unused { try await handle.client.shutdown() }
    }

    /// Lets all go; streams that still run end as if cancelled.
    func shutdown() async throws {
        let all = state.withLock { state in
            defer { state = State() }
            return state.handles + state.retired
        }
        for handle in all { try await handle.client.shutdown() }
    }
}
