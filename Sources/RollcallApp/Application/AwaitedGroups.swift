internal import Roster
internal import StatusEngine

/// The sources of groups for whose sake requests are kept away after the start: those that were on then,
/// until each has been read once, and not for ever.
///
/// There are only ever fewer of them. A source that a reload switches on takes no gateway out of
/// service, and whoever was ready stays so, whatever becomes of groups.
struct AwaitedGroups: Sendable {
    /// How long after the start requests are kept away at most: a reading can take an hour where
    /// there is a quota, and meanwhile whatever is not about its groups can be answered.
    static let patience: Duration = .seconds(120)

    private var sources: Set<Group.Source>
    private let end: Instant

    /// Begins with the sources that are on at the start.
    init(_ sources: some Sequence<Group.Source>, from start: Instant) {
        self.sources = Set(sources)
        end = start + Self.patience
    }

    /// Takes note of the sources that have not been read yet.
    /// - Returns: those of them that are waited for.
    mutating func awaited(of untried: [Group.Source], at now: Instant) -> [Group.Source] {
        sources.formIntersection(now < end ? untried : [])
        return untried.filter(sources.contains)
    }
}
