internal import Roster

/// The `Date` line of one event loop's answers, made anew once a second.
final class DateCache {
    /// The wall clock.
    let now: @Sendable () -> Timestamp
    private var second: Int64?
    private var line: [UInt8] = []

    /// Creates an empty cache.
    init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
    }

    /// `Date: …` with its line end.
    func dateLine() -> [UInt8] { dateLine(at: now()) }

    /// The line of a moment.
    func dateLine(at moment: Timestamp) -> [UInt8] {
        if moment.seconds != second {
            second = moment.seconds
            line = Array("Date: \(moment.httpDate)\r\n".utf8)
        }
        return line
    }
}
