internal import Roster

/// The `Date` line of one event loop's answers, made anew once a second.
final class DateCache {
    private let now: @Sendable () -> Timestamp
    private var second: Int64?
    private var line: [UInt8] = []

    /// Creates an empty cache.
    init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
    }

    /// `Date: …` with its line end.
    func dateLine() -> [UInt8] {
        let moment = now()
        if moment.seconds != second {
            second = moment.seconds
            line = Array("Date: \(moment.httpDate)\r\n".utf8)
        }
        return line
    }
}
