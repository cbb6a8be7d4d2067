/// The two days written last: around midnight the moments of a list are of two days in turn.
struct RecentDays {
    /// The day written last.
    private(set) var last = DayText.epoch
    private var other = DayText.epoch

    /// Makes a day the one written last.
    @inline(__always)
    mutating func turn(to day: Int64) {
        guard day != last.day else { return }
        swap(&last, &other)
        if day != last.day { last = DayText(day) }
    }
}
