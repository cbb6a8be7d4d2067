internal import NIOHTTP1
internal import Roster

/// What the two clocks showed when an answer came.
struct ClockReading: Sendable {
    /// Our clock.
    let ours: Timestamp
    /// The CMS's clock by its `Date` header, to the second (RFC 9110 section 6.6.1), if it has one.
    let told: Timestamp?

    /// Reads the headers of an answer that has just come.
    init(_ headers: HTTPHeaders, now: Timestamp) {
        ours = now
        told = headers.first(name: "date").flatMap { Timestamp(httpDate: $0, now: now) }
    }

    /// The later of the two, so that a wrong `Date` alone speaks against no row.
    var latest: Timestamp { max(told ?? ours, ours) }

    /// The CMS's clock minus ours in whole seconds, where the CMS told it.
    var skew: Int64? { told.map { $0.seconds - ours.seconds } }
}
