/// A moment of the wall clock, in milliseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970, UTC.
    package var milliseconds: Int64

    /// Creates a moment from milliseconds since 1970.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The moment so many seconds later; a sum that cannot be held stays at the end of the scale.
    package func advanced(bySeconds seconds: Int64) -> Timestamp {
        let (step, stepOverflow) = seconds.multipliedReportingOverflow(by: 1_000)
        let (sum, sumOverflow) = milliseconds.addingReportingOverflow(step)
        guard stepOverflow || sumOverflow else { return Timestamp(milliseconds: sum) }
        return Timestamp(milliseconds: seconds < 0 ? .min : .max)
    }

    /// The same moment without its fraction of a second.
    package var wholeSeconds: Timestamp {
        Timestamp(milliseconds: 0).advanced(bySeconds: seconds)
    }

    /// Seconds since 1970, rounded down.
    package var seconds: Int64 {
        milliseconds.flooredQuotient(1_000)
    }

    /// Compares two moments.
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC to the second: `2026-11-23T08:00:00Z`.
    package var description: String {
        let (date, time) = (
            CivilDate(daysSince1970: seconds.flooredQuotient(86_400)),
            seconds.flooredRemainder(86_400)
        )
        return
            "\(date)T\(twoDigits(time / 3_600)):\(twoDigits(time / 60 % 60)):\(twoDigits(time % 60))Z"
    }

    /// RFC 3339 in UTC to the millisecond: `2026-11-23T08:00:00.000Z`.
    package var descriptionWithMilliseconds: String {
        let fraction = String(milliseconds.flooredRemainder(1_000))
        let padded = String(repeating: "0", count: 3 - fraction.count) + fraction
        return "\(description.dropLast()).\(padded)Z"
    }
}
