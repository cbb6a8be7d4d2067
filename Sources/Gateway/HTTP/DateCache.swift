internal import NIOCore
internal import Roster

/// The `Date` line of one event loop's answers, made anew once a second.
final class DateCache {
    /// The wall clock.
    let now: @Sendable () -> Timestamp
    private var second: Int64?
    private var line = ByteBuffer()

    /// Creates an empty cache.
    init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
    }

    /// `Date: …` with its line end.
    func dateLine() -> ByteBuffer { dateLine(at: now()) }

    /// The line of a moment.
    func dateLine(at moment: Timestamp) -> ByteBuffer {
        if moment.seconds != second {
            second = moment.seconds
            line = ByteBuffer(string: "Date: \(moment.httpDate)\r\n")
        }
        return line
    }
}
