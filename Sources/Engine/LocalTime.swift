import Foundation
public import Translation

/// Times as the clock on the wall shows them, in the machine's time zone.
public enum LocalTime {
    /// `14:32`.
    public static func clock(_ instant: Timestamp) -> String { format(instant, "%H:%M") }

    /// By strftime(3), in the C locale's words.
    public static func format(_ instant: Timestamp, _ pattern: String) -> String {
        var (seconds, parts) = (time_t(instant.milliseconds / 1000), tm())
        localtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        strftime(&buffer, buffer.count, pattern, &parts)
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
