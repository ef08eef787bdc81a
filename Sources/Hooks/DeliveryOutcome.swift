/// What became of a try to tell it.
public enum DeliveryOutcome: Sendable, Equatable {
    /// It was heard.
    case heard
    /// It may be heard another time.
    ///
    /// - Parameter after: When, where the other side says so.
    case again(after: Duration? = nil, reason: String)
    /// It will not be heard.
    case refused(reason: String)
}
