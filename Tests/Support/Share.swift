import Synchronization
public import Testing

/// How much of the machine a test takes.
///
/// Every suite names its share: of a thousand tests that all began at once each would have a few turns of a core in half a
/// minute, and what they measure in seconds would be the crowd.
public struct Share: TestTrait, SuiteTrait, TestScoping {
    /// Four to a core of the smallest machine that we test on, which has two.
    private static let all = 8
    private static let places = Places(all)

    fileprivate let places: Int

    /// Applies to each test of a suite.
    public var isRecursive: Bool { true }

    /// Runs the test when there is room for it.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        await Self.places.take(places)
        defer { Self.places.giveBack(places) }
        try await function()
    }
}

extension Trait where Self == Share {
    /// Runs beside seven others of its kind.
    public static var light: Self { Share(places: 1) }
    /// Starts processes or keeps a core busy: runs beside one other that does, or four light ones.
    public static var besideAnother: Self { Share(places: 4) }
    /// Runs while no other test does: for what is measured in time.
    public static var alone: Self { Share(places: 8) }
}

/// A number of places, given in the order of asking.
final class Places: Sendable {
    private struct State {
        var free: Int
        var queue: [(wanted: Int, wake: CheckedContinuation<Void, Never>)] = []

        /// Those at the head of the queue for whom there is room now.
        mutating func admit() -> [CheckedContinuation<Void, Never>] {
            var admitted: [CheckedContinuation<Void, Never>] = []
            while let first = queue.first, first.wanted <= free {
                free -= first.wanted
                admitted.append(queue.removeFirst().wake)
            }
            return admitted
        }
    }

    private let state: Mutex<State>

    init(_ free: Int) { state = Mutex(State(free: free)) }

    func take(_ wanted: Int) async {
        await withCheckedContinuation { wake in
            for admitted in state.withLock({ state in
                state.queue.append((wanted, wake))
                return state.admit()
            }) { admitted.resume() }
        }
    }

    func giveBack(_ count: Int) {
        for admitted in state.withLock({ state in
            state.free += count
            return state.admit()
        }) { admitted.resume() }
    }
}
