import Foundation
import NIOHTTP1

/// How long an endpoint asks to be left alone, as its headers say.
///
/// `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3), `retry-after-ms` (Azure, OpenAI), and on a 429
/// OpenAI's `x-ratelimit-reset-requests` and `-tokens`, such as `1s`, `6m0s`, `20ms`.
package enum RetryAdvice {
    /// The longest wait believed, in seconds: a day.
    private static let longestSeconds = 86_400.0

    /// Reads the headers; `nil` when they advise nothing that can be read.
    ///
    /// - Parameter now: the time to count a date from, where the answer has no `Date` of its own.
    package static func delay(headers: HTTPHeaders, status: Int, now: Date) -> Duration? {
        if let text = headers.first(name: "retry-after-ms"), let milliseconds = number(text) {
            return bounded(seconds: milliseconds / 1000)
        }
        if let text = headers.first(name: "retry-after") {
            if let seconds = number(text) { return bounded(seconds: seconds) }
            if let date = HTTPDate.parse(text) {
                let start = headers.first(name: "date").flatMap { HTTPDate.parse($0) } ?? now
                return bounded(seconds: date.timeIntervalSince(start))
            }
        }
        guard status == 429 else { return nil }
        // The later of the two: a request needs both.
        let names = ["x-ratelimit-reset-requests", "x-ratelimit-reset-tokens"]
        return names.compactMap { headers.first(name: $0).flatMap(span) }.max().map(bounded)
    }

    /// Go's spelling of a duration: numbers with `h`, `m`, `s`, `ms`; in seconds.
    static func span(_ text: String) -> Double? {
        var rest = text.trimmed
        var total = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
            guard let value = Double(digits), let factor = factors[String(unit)] else { return nil }
            total += value * factor
            rest = rest.dropFirst(digits.count + unit.count)
        }
        return total
    }

    private static let factors: [String: Double] = ["h": 3600, "m": 60, "s": 1, "ms": 0.001, "us": 1e-6, "µs": 1e-6]

    private static func number(_ text: String) -> Double? {
        Double(text.trimmed).flatMap { $0.isFinite ? $0 : nil }
    }

    private static func bounded(seconds: Double) -> Duration {
        guard seconds > 0 else { return .zero }
        return .seconds(min(seconds, longestSeconds))
    }
}
