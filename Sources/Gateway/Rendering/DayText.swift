internal import Roster

/// A day and how it is written, kept from one moment to the next: the moments of a list are mostly
/// of one day.
struct DayText {
    /// Days since 1970-01-01.
    private(set) var day: Int64
    /// The year, where it takes four digits: thousands first.
    private(set) var year: (UInt16, UInt16)
    /// The month and the day of the month.
    private(set) var monthAndDay: (UInt16, UInt16)
    /// Whether the year takes four digits.
    private(set) var isPlain: Bool

    /// The text of a day.
    init(_ day: Int64) {
        let date = CivilDate(daysSince1970: day)
        self.day = day
        isPlain = (0...9_999).contains(date.year)
        year = (DigitPair(date.year / 100 % 100).bytes, DigitPair(date.year % 100).bytes)
        monthAndDay = (DigitPair(date.month).bytes, DigitPair(date.day).bytes)
    }
}

extension ByteWriter {
    private static let secondsADay: Int64 = 86_400

    /// Writes a moment to the second, or `null`; the same text as `Timestamp.description`.
    @inline(__always)
    mutating func moment(_ moment: Timestamp?) {
        if let moment { self.moment(moment) } else { raw("null") }
    }

    /// Writes a moment to the second, in quotes.
    mutating func moment(_ moment: Timestamp) {
        let seconds = moment.seconds
        var (day, second) = seconds.quotientAndRemainder(dividingBy: Self.secondsADay)
        if second < 0 { (day, second) = (day - 1, second + Self.secondsADay) }
        if day != lastDay.day { lastDay = DayText(day) }
        raw("\"")
        guard lastDay.isPlain else {
            text(moment.description)
            return raw("\"")
        }
        store(lastDay.year.0)
        store(lastDay.year.1)
        raw("-")
        store(lastDay.monthAndDay.0)
        raw("-")
        store(lastDay.monthAndDay.1)
        time(UInt32(truncatingIfNeeded: second))
    }

    private mutating func time(_ second: UInt32) {
        raw("T")
        store(DigitPair(second / 3_600).bytes)
        raw(":")
        store(DigitPair(second / 60 % 60).bytes)
        raw(":")
        store(DigitPair(second % 60).bytes)
        raw("Z\"")
    }
}
