internal import NIOCore
internal import Roster

/// The `Date` line of one event loop's answers, made anew once a second.
final class DateCache {
    private let now: @Sendable () -> Timestamp
    private var second: Int64?
    private var line = ByteBuffer()

    /// Creates an empty cache.
    init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
    }

    /// `Date: …` with its line end.
    func dateLine() -> ByteBuffer {
        let moment = now()
        if moment.seconds != second {
            second = moment.seconds
            line = ByteBuffer(string: "Date: \(moment.httpDate)\r\n")
        }
        return line
    }
}
