/// How long jobs that have ended are kept, by the state in which they ended.
///
/// What has not ended has no term: no rule removes it.
public struct Retention: Sendable, Equatable {
    /// The terms; a state without one is kept for ever.
    public let terms: [JobStateName: Duration]

    /// Nothing is ever removed.
    public static let forever = Retention([:])
    /// The states that are meant where none is named: of what has failed, somebody may still want to know.
    public static let usualStates: Set<JobStateName> = [.completed, .cancelled]

    /// Creates a rule; terms of states in which a job has not ended are left out.
    public init(_ terms: [JobStateName: Duration]) {
        self.terms = terms.filter { $0.key.isFinal }
    }

    /// Whether nothing is ever removed.
    public var isForever: Bool { terms.isEmpty }

    /// The shortest of the terms; nil where nothing is ever removed.
    public var shortest: Duration? { terms.values.min() }

    /// The instant before which jobs must have ended to be removed, by state.
    public func limits(now: Timestamp) -> [JobStateName: Timestamp] {
        terms.mapValues { Timestamp(milliseconds: now.milliseconds - $0.wholeMilliseconds) }
    }
}
