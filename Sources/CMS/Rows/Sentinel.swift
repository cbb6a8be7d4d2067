/// The numbers by which the vendor says "none" or "unknown" (contract section 1).
enum Sentinel {
    /// `locationId` and `currentStateReason`: none.
    static let none: Int64 = 65_535
    /// `currentStateTime` and `prevStateTime`: unknown.
    static let unknownSeconds: Int64 = 4_294_967_295
    /// `logonTime`: 2106-01-01T00:00:00Z in milliseconds; from here on it is no real time.
    static let firstUnrealLogonTime: Int64 = 4_291_747_200_000
    /// `logonTime`: 1990-01-01T00:00:00Z in milliseconds; before it, it can only be another unit.
    static let firstPlausibleLogonTime: Int64 = 631_152_000_000
    /// How much longer than since the sign-in a state may last, for clocks that differ: an hour.
    static let toleratedSeconds: Int64 = 3_600
    /// `logonTime`: the last millisecond of 2106; later ones are not even the vendor's mark.
    static let latestLogonTime: Int64 = 4_323_283_199_999
}
