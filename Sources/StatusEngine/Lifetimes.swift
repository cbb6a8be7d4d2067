/// The settings that decide how an entry stands, in nanoseconds: looked at for each id of each
/// question, and dear to take from a `Duration` each time.
struct Lifetimes: Sendable {
    let timeToLive: Int64
    let staleWhileRevalidate: Int64
    let staleIfError: Int64
    let negativeTimeToLive: Int64

    init(_ settings: EngineSettings) {
        timeToLive = settings.timeToLive.nanoseconds
        staleWhileRevalidate = settings.staleWhileRevalidate.nanoseconds
        staleIfError = settings.staleIfError.nanoseconds
        negativeTimeToLive = settings.negativeTimeToLive.nanoseconds
    }
}

extension Instant {
    /// The point so many nanoseconds later; a sum that cannot be held stays at the end of the
    /// scale.
    func later(by duration: Int64) -> Instant {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(duration)
        return Instant(nanoseconds: overflow ? .max : sum)
    }
}
