/// How a group's membership is known.
package struct Membership: Hashable, Sendable {
    /// When the CMS told of the members; nothing where they are written in a file of ours.
    package let observedAt: Timestamp?
    /// Why the members may be others by now, where there is a reason to think so.
    package let doubt: Doubt?

    /// Why a membership may be out of date.
    package enum Doubt: Hashable, Sendable {
        /// The last refresh failed, and the membership before it stands.
        case trouble(Trouble)
        /// Each time the pages were read they shifted meanwhile, and the membership before stands;
        /// where there was none, all that was read.
        case unsettled
        /// The CMS no longer lists the group; it is kept for a grace time.
        case vanished

        /// The text shown to clients.
        package var name: String {
            switch self {
            case .trouble(let trouble): trouble.rawValue
            case .unsettled: "unsettled"
            case .vanished: "vanished"
            }
        }
    }

    /// Written in a file: there is nothing to refresh.
    package static let settled = Membership(observedAt: nil)

    /// Creates a membership.
    package init(observedAt: Timestamp?, doubt: Doubt? = nil) {
        self.observedAt = observedAt
        self.doubt = doubt
    }
}
