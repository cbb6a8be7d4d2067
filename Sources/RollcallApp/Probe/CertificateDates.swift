/// From when to when a certificate is valid, in seconds since 1970.
package struct CertificateDates: Hashable, Sendable {
    /// The first second.
    package let start: Int64
    /// The last second.
    package let end: Int64

    /// Creates a pair of dates.
    package init(start: Int64, end: Int64) {
        self.start = start
        self.end = end
    }
}
