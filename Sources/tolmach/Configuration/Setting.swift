import Foundation
import Translation
import Yams

/// One value of the configuration, with the place it came from, so that what is wrong with it can be named.
struct Setting {
    /// The value as it was written.
    let text: String
    /// Where it stands: `config.yaml:12: retry.base`, or `TOLMACH_RETRY_BASE`.
    let place: String

    func error(_ reason: String) -> ConfigurationError { ConfigurationError(place: place, reason: reason) }

    func duration() throws -> Duration {
        guard let value = DurationText(argument: text)?.duration else {
            throw error("“\(text)” is no duration; write \(DurationText.examples)")
        }
        return value
    }

    /// A duration that says its unit: what is removed by it does not come back, and 30 would be seconds.
    func age() throws -> Duration {
        guard let age = Age(argument: text) else { throw error("“\(text)” is no age; write it with its unit, as 30d") }
        return age.duration
    }

    func integer(_ range: ClosedRange<Int>) throws -> Int {
        guard let value = Int(text), range.contains(value) else {
            let wanted =
                range.upperBound == .max
                ? "a whole number from \(range.lowerBound)"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
            throw error("“\(text)” is not \(wanted)")
        }
        return value
    }

    func number(_ range: ClosedRange<Double>) throws -> Double {
        guard let value = Double(text), range.contains(value) else {
            throw error("“\(text)” is not a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func money() throws -> Money {
        guard let value = Money(text) else {
            throw error("“\(text)” is no amount of money; write it as in 0.15 or 10")
        }
        return value
    }

    func flag() throws -> Bool {
        switch text.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default: throw error("“\(text)” is neither true nor false")
        }
    }

    func choice<T: CaseIterable & RawRepresentable<String>>(_: T.Type) throws -> T {
        guard let value = T(rawValue: text) else {
            throw error("“\(text)” is none of: \(T.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }
}
