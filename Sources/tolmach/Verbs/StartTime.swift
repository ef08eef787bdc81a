import Foundation
import Translation

/// When a job may start: `--at` or `--in`.
struct StartTime {
    let at: String?
    let delay: Duration?

    func resolve(now: Timestamp) throws -> Timestamp? {
        guard at == nil || delay == nil else { throw CommandFailure.usage("--at and --in exclude each other") }
        if let delay { return now + delay }
        guard let at else { return nil }
        guard let time = Self.parse(at, now: now) else {
            throw CommandFailure.usage(
                "--at: “\(at)” is no time", hint: "Write 22:30, 2026-12-24T08:00 or 2026-12-24T08:00:00Z.")
        }
        return time
    }

    private static func parse(_ text: String, now: Timestamp) -> Timestamp? {
        if let date = try? Date(text, strategy: .iso8601) { return timestamp(date) }
        if let time = text.wholeMatch(of: /([01]?[0-9]|2[0-3]):([0-5][0-9])/) {
            // The next time that the clock shows it.
            let today = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
            return Calendar.current.nextDate(
                after: today, matching: DateComponents(hour: Int(time.1), minute: Int(time.2), second: 0),
                matchingPolicy: .nextTime
            ).map(timestamp)
        }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.isLenient = false
        for format in ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"] {
            formatter.dateFormat = format
            if let date = formatter.date(from: text) { return timestamp(date) }
        }
        return nil
    }

    private static func timestamp(_ date: Date) -> Timestamp {
        Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}
