internal import Roster

/// A moment as the `Date` header writes it (RFC 9110 section 5.6.7).
enum HTTPDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Mon, 23 Nov 2026 08:00:00 GMT`; a moment before 1970 counts as 1970.
    static func text(of moment: Timestamp) -> String {
        let seconds = max(0, moment.seconds)
        let (day, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
        let date = CivilDate(daysSince1970: day)
        let weekday = days[Int((day + 4) % 7)]
        let month = months[Int(date.month - 1)]
        let time = [second / 3_600, second / 60 % 60, second % 60].map(twoDigits)
        return "\(weekday), \(twoDigits(date.day)) \(month) \(date.year) "
            + "\(time.joined(separator: ":")) GMT"
    }

    private static func twoDigits(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
