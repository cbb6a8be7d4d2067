internal import NIOCore

/// What the connections of one event loop share.
final class LoopContext {
    /// The `Date` line of answers.
    let dates: DateCache
    /// The answers that are given again.
    var answers = AnswerMemory()
    /// Where such an answer is written: used again for the next as soon as the socket has taken it.
    var outgoing = ByteBuffer()

    /// Creates what a new loop's connections share.
    init(dates: DateCache) { self.dates = dates }
}
