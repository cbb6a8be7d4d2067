/// Why a text is not a base URL of a CMS.
package enum BaseURLError: Error, Hashable, Sendable {
    /// It does not begin with `https://` or `http://`.
    case scheme
    /// The host is missing, or not a name, an IPv4 address or an IPv6 address in brackets.
    case host
    /// The port is not a number of 1-65535.
    case port
    /// User and password have no place in it.
    case userInfo
    /// A query or fragment has no place in it.
    case queryOrFragment
    /// The path has a character that would have to be percent-encoded, or a `.` or `..` segment.
    case path
}
