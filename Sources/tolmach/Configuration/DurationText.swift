import ArgumentParser
import Foundation

/// A duration as people write it: `500ms`, `10s`, `5m`, `2h`, `30d`; a bare number is seconds.
struct DurationText: ExpressibleByArgument, Equatable {
    let duration: Duration

    /// What a person is told to write.
    static let examples = "500ms, 10s, 5m, 2h or 1d"

    init?(argument: String) {
        let text = argument.trimmingCharacters(in: .whitespaces).lowercased()
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let value = Double(number), value.isFinite, value >= 0 else { return nil }
        let seconds: Double? =
            switch text.dropFirst(number.count).trimmingCharacters(in: .whitespaces) {
            case "ms": 0.001
            case "", "s", "sec": 1
            case "m", "min": 60
            case "h": 3600
            case "d": 86_400
            default: nil
            }
        // A century: more is a slip of the keyboard, and would not fit into milliseconds at the far end.
        guard let seconds, value * seconds <= 3_155_760_000 else { return nil }
        duration = .milliseconds(Int64((value * seconds * 1000).rounded()))
    }
}
