import ChatStream
import Synchronization
import Translation

/// The endpoints that requests go to now, and those that were taken away while streams still run there.
final class Roster: Sendable {
    /// An endpoint, and the client that reaches it as it was configured then.
    final class Post: Sendable {
        let settings: EndpointSettings
        let retry: RetryPolicy
        let client: ChatClient

        init(_ settings: EndpointSettings, _ retry: RetryPolicy) throws {
            self.settings = settings
            self.retry = retry
            client = try ChatClient(endpoint: settings.endpoint, concurrency: settings.concurrency)
        }
    }

    private struct State {
        var posts: [Post] = []
        var retired: [Post] = []
        var streams: [ObjectIdentifier: Int] = [:]

        /// The retired that nothing streams from any more.
        mutating func takeDeserted() -> [Post] {
            let deserted = retired.filter { streams[ObjectIdentifier($0), default: 0] == 0 }
            retired.removeAll { post in deserted.contains { $0 === post } }
            for post in deserted { streams[ObjectIdentifier(post)] = nil }
            return deserted
        }
    }

    private let state = Mutex(State())

    /// The endpoints in the order in which they are filled.
    var posts: [Post] { state.withLock(\.posts) }

    /// Takes others; those that were there go when their last stream has ended.
    ///
    /// - Throws: `ChatEndpoint.Invalid` where one cannot be used as it is configured; then all stays as it was.
    func appoint(_ endpoints: [EndpointSettings], retry: RetryPolicy) async throws {
        var new: [Post] = []
        do {
            for endpoint in endpoints { new.append(try Post(endpoint, retry)) }
        } catch {
            for post in new { try await post.client.shutdown() }
            throw error
        }
        let deserted = state.withLock { [new] state in
            state.retired += state.posts
            state.posts = new
            return state.takeDeserted()
        }
        for post in deserted { try await post.client.shutdown() }
    }

    /// A stream begins at an endpoint.
    func begin(_ post: Post) { state.withLock { $0.streams[ObjectIdentifier(post), default: 0] += 1 } }

    /// A stream has ended; one that was the last of a retired endpoint takes its client with it.
    func end(_ post: Post) async throws {
        let deserted = state.withLock { state in
            state.streams[ObjectIdentifier(post), default: 1] -= 1
            return state.takeDeserted()
        }
        for post in deserted { try await post.client.shutdown() }
    }

    /// Lets all go; streams that still run end as if cancelled.
    func dismiss() async throws {
        let all = state.withLock { state in
            defer { state = State() }
            return state.posts + state.retired
        }
        for post in all { try await post.client.shutdown() }
    }
}
