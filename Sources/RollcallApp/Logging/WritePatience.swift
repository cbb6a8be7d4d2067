internal import StatusEngine

/// Decides how long a line may wait for whoever reads the log.
///
/// Once a line has waited in vain the next ones do not wait, until something is taken again: so a
/// reader that has stopped holds up the process once, and its end not for longer than that.
struct WritePatience: Hashable, Sendable {
    /// How long a write may take: well within what the stop has left, and longer than a log service
    /// takes to be started anew.
    static let whole: Duration = .seconds(2)

    private var isSpent = false
    private var end = Instant(nanoseconds: .min)

    /// A write begins.
    mutating func begin(at now: Instant) { end = isSpent ? now : now + Self.whole }

    /// How long the write under way may still wait.
    func left(at now: Instant) -> Duration { max(.zero, end - now) }

    /// Something was taken.
    mutating func took(at now: Instant) {
        guard isSpent else { return }
        isSpent = false
        end = now + Self.whole
    }

    /// Nothing was taken while there was patience left.
    mutating func gaveUp() { isSpent = true }
}
