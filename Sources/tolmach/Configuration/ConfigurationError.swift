/// What is wrong with the configuration, where, and what to write instead.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// The file and line, or the variable's name.
    let place: String
    /// What is wrong and what would be right.
    let reason: String

    var description: String { "\(place): \(reason)" }
}
