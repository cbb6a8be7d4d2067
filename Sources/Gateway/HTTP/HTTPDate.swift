internal import Roster

/// The date format of HTTP (RFC 9110 section 5.6.7): `Mon, 23 Nov 2026 08:00:00 GMT`.
enum HTTPDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Writes a moment, without its fraction of a second.
    static func text(_ moment: Timestamp) -> String {
        let seconds = moment.seconds
        let time = ((seconds % 86_400) + 86_400) % 86_400
        let days = (seconds - time) / 86_400
        let date = CivilDate(daysSince1970: days)
        let weekday = weekdays[Int(((days % 7) + 7) % 7)]
        let month = months[Int(date.month - 1)]
        let clock = [time / 3_600, time / 60 % 60, time % 60].map(padded).joined(separator: ":")
        return "\(weekday), \(padded(date.day)) \(month) \(date.year) \(clock) GMT"
    }

    private static func padded(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
