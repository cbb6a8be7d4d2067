/// Why a text is no network.
package enum IPNetworkError: Error, Hashable, Sendable {
    /// It does not begin with an IP address.
    case noAddress
    /// What stands behind the slash is no number of bits.
    case noPrefixLength(upTo: Int)
    /// Bits are set that do not count, so that something else may have been meant.
    case bitsBehindPrefix
}
