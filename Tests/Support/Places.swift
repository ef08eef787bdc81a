/// Lets only a few tests work at once that each keep a processor busy.
///
/// Tests run all at once; dozens of daemons on two processors would make each other late, and that is not what is tested.
public actor Places {
    /// The places that all tests of one run share.
    public static let shared = Places(4)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Creates so many places.
    public init(_ count: Int) { free = count }

    fileprivate func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    fileprivate func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

/// Runs `body` as soon as a place is free.
public func withPlace<T>(
    among places: Places = .shared, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> T
) async throws -> T {
    await places.take()
    let result: Result<T, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    await places.giveBack()
    return try result.get()
}
