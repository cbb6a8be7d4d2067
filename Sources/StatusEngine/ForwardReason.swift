/// Why a question had to go on to the CMS (RFC 9211 section 2.2); the later ones are graver.
package enum ForwardReason: UInt8, CaseIterable, Comparable, Hashable, Sendable {
    /// The observation was fresh, but the asker wanted a younger one.
    case request
    /// The observation was too old to be answered at once.
    case stale
    /// There was no usable observation.
    case miss

    /// Compares two reasons by their gravity.
    package static func < (left: ForwardReason, right: ForwardReason) -> Bool {
        left.rawValue < right.rawValue
    }
}
