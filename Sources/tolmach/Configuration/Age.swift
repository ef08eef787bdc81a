import ArgumentParser

/// A duration that says its unit: `12h`, `30d`.
///
/// What is removed by it does not come back, and a bare number, which elsewhere is seconds, is hardly meant so.
struct Age: ExpressibleByArgument, Equatable {
    let duration: Duration

    init(days: Int64) { duration = .seconds(days * 86_400) }

    init?(argument: String) {
        guard argument.last?.isLetter == true, let text = DurationText(argument: argument) else { return nil }
        duration = text.duration
    }
}
