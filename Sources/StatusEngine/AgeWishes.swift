/// What an asker wants of observations in memory (RFC 9111 section 5.2.1).
package struct AgeWishes: Hashable, Sendable {
    /// The oldest observation wanted, where the time to live is too long.
    package var maximumAge: Duration?
    /// How long after the time to live an observation will do.
    package var maximumStale: Duration?
}
