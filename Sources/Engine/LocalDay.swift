public import Foundation
public import Translation

/// A day of the civil calendar, from midnight to midnight: 23 or 25 hours where a clock is put forward or back.
public enum LocalDay {
    /// The day in which something falls.
    public static func containing(_ instant: Timestamp, in timeZone: TimeZone) -> Range<Timestamp> {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let date = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)
        let start = calendar.startOfDay(for: date)
        // A calendar without a next day is none; a day of 24 hours is then as good as any.
        let end = calendar.date(byAdding: .day, value: 1, to: start) ?? start.addingTimeInterval(86_400)
        return timestamp(start)..<timestamp(calendar.startOfDay(for: end))
    }

    private static func timestamp(_ date: Date) -> Timestamp {
        Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}
