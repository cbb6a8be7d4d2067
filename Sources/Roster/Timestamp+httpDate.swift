// Dates as they stand in HTTP headers (RFC 9110 section 5.6.7).
extension Timestamp {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    /// 1970-01-01 was a Thursday.
    private static let weekDays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    /// The moment as an IMF-fixdate, to the second: `Mon, 23 Nov 2026 08:02:35 GMT`.
    package var httpDate: String {
        let (days, time) = (seconds.flooredQuotient(86_400), seconds.flooredRemainder(86_400))
        let date = CivilDate(daysSince1970: days)
        let weekDay = Self.weekDays[Int(days.flooredRemainder(7))]
        let year = String(date.year)
        let paddedYear = String(repeating: "0", count: max(0, 4 - year.count)) + year
        return
            "\(weekDay), \(twoDigits(date.day)) \(Self.months[Int(date.month) - 1]) \(paddedYear)"
            + " \(twoDigits(time / 3_600)):\(twoDigits(time / 60 % 60)):\(twoDigits(time % 60)) GMT"
    }

    /// Reads a date in any of the three forms a header may have; nothing where it is none.
    ///
    /// The week day is not checked.
    /// - Parameters:
    ///   - text: the header's value.
    ///   - now: decides the century of a year written with two digits.
    package init?(httpDate text: String, now: Timestamp) {
        let words = text.split { " ,-".contains($0) }.map(String.init)
        let rest = Array(words.dropFirst())
        switch (rest.count, rest.last) {
        case (5, "GMT"): self.init(rest[0], rest[1], rest[2], rest[3], now)
        case (4, _): self.init(rest[1], rest[0], rest[3], rest[2], now)
        default: return nil
        }
    }

    private init?(_ day: String, _ month: String, _ year: String, _ time: String, _ now: Timestamp)
    {
        guard let month = Self.months.firstIndex(of: month),
            let day = Self.number(day, in: 1...31), let year = Self.fullYear(year, now),
            let seconds = Self.secondsOfDay(time)
        else { return nil }
        let date = CivilDate(year: year, month: Int64(month) + 1, day: day)
        let days = date.daysSince1970
        guard CivilDate(daysSince1970: days) == date else { return nil }
        self.init(milliseconds: (days * 86_400 + seconds) * 1_000)
    }

    /// A year of two digits lies at most 50 years ahead.
    private static func fullYear(_ text: String, _ now: Timestamp) -> Int64? {
        guard let year = number(text, in: 0...9_999) else { return nil }
        guard text.utf8.count == 2 else { return text.utf8.count == 4 ? year : nil }
        let present = CivilDate(daysSince1970: now.seconds / 86_400).year
        let guess = present / 100 * 100 + year
        return guess > present + 50 ? guess - 100 : guess
    }

    private static func secondsOfDay(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.utf8.count == 2 }),
            let hours = number(parts[0], in: 0...23), let minutes = number(parts[1], in: 0...59),
            let seconds = number(parts[2], in: 0...60)
        else { return nil }
        return hours * 3_600 + minutes * 60 + seconds
    }

    private static func number(_ text: some StringProtocol, in range: ClosedRange<Int64>) -> Int64?
    {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(text),
            range.contains(number)
        else { return nil }
        return number
    }
}
