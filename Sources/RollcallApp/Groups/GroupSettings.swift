package import Roster

/// How the groups that were learnt from the CMS are shown.
package struct GroupSettings: Hashable, Sendable {
    /// What stands before the names of each source.
    package var prefixes: [Group.Source: String] = [:]

    /// Creates settings without prefixes.
    package init() {}
}
