/// What was waited for did not come.
public struct NotInTime: Error, CustomStringConvertible {
    /// What did not come, and how long it was waited for.
    public let description: String

    /// Creates the error from what was waited for, as a sentence.
    public init(description: String) { self.description = description }

    init(fact: String, bound: Duration) {
        self.init(description: "waited for \(bound) in vain; expected: \(fact)")
    }
}

/// Waits until there is a value, and returns it.
///
/// For facts outside this process, which no clock of ours can wake: a file, a database, another process.
///
/// - Parameters:
///   - fact: What is waited for, as a sentence; stands in the error.
///   - bound: How long at most. Default 60 s, which a busy machine does not take either.
///   - value: Looks; nil while it is not so.
/// - Throws: ``NotInTime``, or what the look throws.
public func eventualValue<Value>(
    _ fact: String, within bound: Duration = .seconds(60), isolation: isolated (any Actor)? = #isolation,
    _ value: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + bound
    while true {
        if let value = try await value() { return value }
        guard ContinuousClock.now < deadline else { throw NotInTime(fact: fact, bound: bound) }
        try await Task.sleep(for: .milliseconds(4))  // A fact gives no sign when it comes about.
    }
}

/// Waits until something holds.
///
/// - Throws: ``NotInTime``, or what the look throws.
public func eventually(
    _ fact: String, within bound: Duration = .seconds(60), isolation: isolated (any Actor)? = #isolation,
    _ holds: () async throws -> Bool
) async throws {
    _ = try await eventualValue(fact, within: bound) { try await holds() ? true : nil }
}
