import ArgumentParser

/// A duration that says its unit: `12h`, `30d`.
///
/// What is removed by it does not come back, and a bare number, which elsewhere is seconds, is hardly meant so.
struct Age: ExpressibleByArgument, Equatable {
    let duration: Duration

    init(days: Int64) { duration = .seconds(days * 86_400) }

    /// As it would be written: `30d`, in the largest unit that it is a whole number of.
    var defaultValueDescription: String {
        let seconds = duration.components.seconds
        let units: [(length: Int64, name: String)] = [(86_400, "d"), (3600, "h"), (60, "m")]
        let (length, name) = units.first { seconds.isMultiple(of: $0.length) } ?? (1, "s")
        return "\(seconds / length)\(name)"
    }

    init?(argument: String) {
        guard argument.last?.isLetter == true, let text = DurationText(argument: argument) else { return nil }
        duration = text.duration
    }
}
