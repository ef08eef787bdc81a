/// A fact that did not come about in time.
public struct NotInTime: Error, CustomStringConvertible {
    /// What was waited for, and how long.
    public let description: String

    /// Creates the error from what was waited for.
    public init(description: String) { self.description = description }
}

/// Waits until a fact holds; looks every few milliseconds.
///
/// - Parameters:
///   - fact: What is waited for, as a sentence for whoever reads the failure.
///   - bound: How long at most; generous, because it is only spent on a failure.
/// - Throws: ``NotInTime``, and what `holds` throws.
public func eventually(
    _ fact: String, within bound: Duration = .seconds(20), isolation: isolated (any Actor)? = #isolation,
    _ holds: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + bound
    while try await !holds() {
        guard clock.now < deadline else { throw NotInTime(description: "\(fact): not within \(bound)") }
        try await Task.sleep(for: .milliseconds(8))
    }
}

/// Waits until there is a value, as ``eventually(_:within:isolation:_:)`` does, and returns it.
public func eventually<T>(
    _ fact: String, within bound: Duration = .seconds(20), isolation: isolated (any Actor)? = #isolation,
    value: () async throws -> T?
) async throws -> T {
    var found: T?
    try await eventually(fact, within: bound) {
        found = try await value()
        return found != nil
    }
    guard let found else { throw NotInTime(description: fact) }
    return found
}
