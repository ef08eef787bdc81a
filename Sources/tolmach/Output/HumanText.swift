import Engine
import Foundation
import Translation

/// Times and numbers as people read them.
enum HumanText {
    /// `3 h 20 min`, `45 s`; the two largest units.
    static func duration(_ duration: Duration) -> String {
        let seconds = max(0, Int(duration.inSeconds.rounded()))
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return pair(seconds / 60, "min", seconds % 60, "s")
        case ..<86_400: return pair(seconds / 3600, "h", seconds % 3600 / 60, "min")
        default: return pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h")
        }
    }

    private static func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
    }

    /// `14:32:10` for today, else `2026-11-23 14:32`, in the local time zone.
    static func time(_ instant: Timestamp, now: Timestamp) -> String {
        var (seconds, nowSeconds) = (time_t(instant.milliseconds / 1000), time_t(now.milliseconds / 1000))
        var (parts, nowParts) = (tm(), tm())
        localtime_r(&seconds, &parts)
        localtime_r(&nowSeconds, &nowParts)
        let isToday = parts.tm_year == nowParts.tm_year && parts.tm_yday == nowParts.tm_yday
        return LocalTime.format(instant, isToday ? "%H:%M:%S" : "%Y-%m-%d %H:%M")
    }

    /// `62 %`; 100 only for what is done.
    static func percent(_ fraction: Double) -> String {
        "\(fraction >= 1 ? 100 : min(99, Int(fraction * 100))) %"
    }

    /// `1 segment`, `12,345 segments`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(self.number(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `4.2 MB`, `318 kB`; powers of ten, as the International System has them.
    static func bytes(_ count: Int) -> String {
        let units = ["bytes", "kB", "MB", "GB", "TB"]
        var (value, unit) = (Double(count), 0)
        while value >= 999.5, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
        guard unit > 0, value < 9.95 else { return "\(Int(value.rounded())) \(units[unit])" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }

    /// `12,345`.
    static func number(_ number: Int) -> String {
        let digits = String(number.magnitude)
        let groups = stride(from: digits.count, to: 0, by: -3).map { end in
            digits.dropFirst(max(0, end - 3)).prefix(end - max(0, end - 3))
        }
        return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
    }
}
