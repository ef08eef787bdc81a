import Foundation
import Translation

/// Dates as TMX writes them: ISO 8601 in UTC without separators, `20261224T083000Z` (TMX 1.4b, section 3.2).
enum TMXDate {
    private static let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)

    /// The instant; nil where the text is no such date.
    static func instant(of text: String) -> Timestamp? {
        guard let date = try? Date(text, strategy: style) else { return nil }
        return Timestamp(milliseconds: Int64(date.timeIntervalSince1970) * 1000)
    }

    /// The text for an instant, to the second.
    static func text(of instant: Timestamp) -> String {
        style.format(Date(timeIntervalSince1970: (Double(instant.milliseconds) / 1000).rounded(.down)))
    }
}
