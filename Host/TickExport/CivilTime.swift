/// Times as people write them: ISO 8601 in UTC with nanoseconds, and back. No time zone is looked up: a
/// store's times are what the importer was given, and midnight of a day is that day's in UTC.

public enum CivilTime {
    private static let second: Int64 = 1_000_000_000
    private static let day: Int64 = 86_400 * second

    /// Days since 1970-01-01 of a date of the Gregorian calendar (H. Hinnant, "chrono-Compatible
    /// Low-Level Date Algorithms", days_from_civil).
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date of a day since 1970-01-01 (the same, civil_from_days).
    static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let m = (5 * dayOfYear + 2) / 153
        let month = m < 10 ? m + 3 : m - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * m + 2) / 5 + 1)
    }

    /// `2026-11-26` of a day since 1970-01-01.
    public static func text(day: Int64) -> String {
        let date = date(day)
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    }

    /// `2026-11-26T09:30:00.000000001Z` of ns since the epoch.
    public static func text(_ time: Int64) -> String {
        var days = time / day
        var rest = time % day
        if rest < 0 {
            days -= 1
            rest += day
        }
        let seconds = rest / second
        let clock = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return "\(text(day: days))T\(clock).\(padded(rest % second, 9))Z"
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// ns since the epoch of a date, a date with a time (`2026-11-26T09:30:00.5Z`), or a number of ns.
    ///
    /// - Returns: nil when it is none of them.
    public static func parse(_ text: String) -> Int64? {
        if let number = Int64(text) { return number }
        let parts = text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "T" || $0 == " " })
        guard (1...2).contains(parts.count), let date = parts.first else { return nil }
        let numbers = date.split(separator: "-", omittingEmptySubsequences: false).map { digits($0) }
        guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2],
            (1700...2200).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let count = days(year: year, month: month, day: day)
        guard Self.date(count) == (year, month, day) else { return nil }
        guard parts.count == 2 else { return count * Self.day }
        return clock(parts[1]).map { count * Self.day + $0 }
    }

    /// ns since midnight of `HH:MM:SS` with up to nine digits behind a point and a Z or not.
    private static func clock(_ text: Substring) -> Int64? {
        let bare = text.hasSuffix("Z") ? text.dropLast() : text
        let parts = bare.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hours = digits(parts[0]), let minutes = digits(parts[1]), hours < 24, minutes < 60
        else { return nil }
        let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(seconds.count), let whole = digits(seconds[0]), whole < 60 else { return nil }
        var fraction: Int64 = 0
        if seconds.count == 2 {
            guard (1...9).contains(seconds[1].count), let value = digits(seconds[1]) else { return nil }
            fraction = (seconds[1].count..<9).reduce(value) { scaled, _ in scaled * 10 }
        }
        return ((hours * 60 + minutes) * 60 + whole) * second + fraction
    }

    private static func digits(_ text: Substring) -> Int64? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }
}
