/// What the connections of one event loop share.
final class LoopContext {
    /// The `Date` line of answers.
    let dates: DateCache
    /// The answers that are given again.
    var answers = AnswerMemory()

    /// Creates what a new loop's connections share.
    init(dates: DateCache) { self.dates = dates }
}
