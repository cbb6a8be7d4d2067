/// Pauses after failures in a row: each twice as long as the one before, jittered down to half.
struct BackOff: Sendable {
    /// The first pause.
    let first: Duration
    /// The longest pause.
    let maximum: Duration

    /// The longest that is waited because it was asked for, in seconds.
    static let longestAsked: Int64 = 3_600

    /// A pause after so many others in a row; never less than was asked for, up to an hour.
    func pause(
        after pauses: Int,
        asked: Int64?,
        using random: inout SplitMix64
    ) -> Duration {
        let full = min(maximum, first * (1 << min(pauses, 16)))
        let jittered = full * Double.random(in: 0.5...1, using: &random)
        return max(jittered, .seconds(min(max(asked ?? 0, 0), Self.longestAsked)))
    }
}
