package import Roster

/// What the engine is told of groups that are learnt from the CMS.
package struct GroupRefreshSettings: Hashable, Sendable {
    /// How often each source that is on is read anew; a source that is not here is off.
    package var intervals: [Group.Source: Duration] = [:]
    /// Whether groups of quality checkers, type 3, are learnt beside those of agents, type 2
    /// (contract section 3).
    package var includesQualityCheckers = false
    /// How long a group that the CMS no longer lists is kept.
    package var graceTime: Duration = .seconds(3_600)
    /// The percentage of the calls in flight, and of the quota where there is one, that calls about
    /// groups may take, 1 to 100; one call in flight and one a window are always allowed.
    package var callSharePercent = 25
    /// Whether the names of agents are kept.
    package var keepsNames = true

    /// Whether a user group is learnt, by its type.
    package func includes(_ group: GroupPage.UserGroup) -> Bool {
        group.type == 2 || (group.type == 3 && includesQualityCheckers)
    }

    /// What calls about groups may take of so many, one at least.
    func share(of count: Int) -> Int { max(1, count * callSharePercent / 100) }

    /// Creates settings in which no source is on.
    package init() {}
}
