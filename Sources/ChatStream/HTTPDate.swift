import Foundation

/// A date as HTTP spells it, in any of the three formats that RFC 9110, section 5.6.7, asks a reader to accept.
enum HTTPDate {
    /// Reads a date; `nil` when it is none.
    ///
    /// In all three formats the first bare number is the day and the second the year; the rest tells itself apart.
    static func parse(_ text: some StringProtocol) -> Date? {
        var numbers: [Int] = []
        var month: Int?
        var seconds: Int?
        for word in text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "-" }) {
            if let number = Int(word) {
                numbers.append(number)
            } else if let index = months.firstIndex(of: word.lowercased()) {
                month = index + 1
            } else if word.contains(":") {
                seconds = secondsOfDay(word)
            }
        }
        guard numbers.count == 2, let month, let seconds, (1...31).contains(numbers[0]) else { return nil }
        guard (0...9999).contains(numbers[1]) else { return nil }
        let days = days(year: fourDigits(numbers[1]), month: month, day: numbers[0])
        return Date(timeIntervalSince1970: Double(days * 86_400 + seconds))
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    private static func secondsOfDay(_ word: some StringProtocol) -> Int? {
        let parts = word.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 3, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) else { return nil }
        guard (0...60).contains(parts[2]) else { return nil }
        return parts[0] * 3600 + parts[1] * 60 + parts[2]
    }

    /// RFC 850 has two digits: what lies more than fifty years ahead is meant to be past; 1970 is as good a border.
    private static func fourDigits(_ year: Int) -> Int {
        guard year < 100 else { return year }
        return year < 70 ? 2000 + year : 1900 + year
    }

    /// Days from 1970-01-01 in the Gregorian calendar, with years that begin in March so that leap days come last.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
