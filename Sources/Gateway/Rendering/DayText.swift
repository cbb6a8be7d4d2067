internal import Roster

/// A day and how it is written, kept from one moment to the next.
struct DayText {
    /// Days since 1970-01-01.
    private(set) var day: Int64
    /// `"YYYY-MM-DDT` as it is to lie in memory: eight bytes and four.
    private(set) var text: (UInt64, UInt32)
    /// Whether the year takes four digits.
    private(set) var isPlain: Bool

    /// 1970-01-01.
    static let epoch = DayText(0)

    /// The text of a day.
    init(_ day: Int64) {
        let date = CivilDate(daysSince1970: day)
        self.day = day
        isPlain = (0...9_999).contains(date.year)
        let (quote, dash, time) = (UInt64(0x22), UInt64(0x2D), UInt32(0x54))
        let (century, year) = (DigitPair(date.year / 100 % 100), DigitPair(date.year % 100))
        let (month, day) = (DigitPair(date.month), DigitPair(date.day))
        // The first character is the lowest byte.
        let start = quote | UInt64(century.ordered) << 8 | UInt64(year.ordered) << 24
        let yearAndMonth = start | dash << 40 | UInt64(month.ordered) << 48
        let restOfDay = UInt32(dash) | UInt32(day.ordered) << 8 | time << 24
        text = (yearAndMonth.littleEndian, restOfDay.littleEndian)
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
        days.turn(to: day)
        guard days.last.isPlain else {
            raw("\"")
            text(moment.description)
            return raw("\"")
        }
        store(days.last.text.0)
        store(days.last.text.1)
        time(UInt32(truncatingIfNeeded: second))
    }

    /// Writes `HH:MM:SSZ"`.
    private mutating func time(_ second: UInt32) {
        let colon = UInt64(0x3A)
        let hours = UInt64(DigitPair(second / 3_600).ordered)
        let minutes = UInt64(DigitPair(second / 60 % 60).ordered)
        let seconds = UInt64(DigitPair(second % 60).ordered)
        let start = hours | colon << 16 | minutes << 24
        store((start | colon << 40 | seconds << 48).littleEndian)
        raw("Z\"")
    }
}
