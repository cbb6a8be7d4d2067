package import Roster

/// Figures of a source of groups at an instant, those of all VDNs together.
package struct GroupSourceGauges: Hashable, Sendable {
    /// Which source.
    package let source: Group.Source
    /// How many groups are known.
    package let groups: Int
    /// How many of them may be out of date.
    package let doubted: Int
    /// When the group longest not read was read, of those the CMS lists.
    package let oldest: Timestamp?
    /// Whether some group has not been read yet.
    package let isAwaited: Bool
    /// Whether no reading of all groups has come to an end yet, be it a bad one.
    package let isUntried: Bool
    /// Whether the source is not asked any more with the present credentials.
    package let isBarred: Bool

    /// The sources that are on.
    static func all(of engine: StatusEngine) -> [GroupSourceGauges] {
        let bySource = Dictionary(grouping: engine.groups.sources, by: \.source)
        return Group.Source.allCases.compactMap { source in
            bySource[source].map { GroupSourceGauges(source, $0) }
        }
    }

    private init(_ source: Group.Source, _ refreshes: [SourceRefresh]) {
        let memberships = refreshes.flatMap { $0.book.groups.map(\.membership) }
        self.source = source
        groups = memberships.count
        doubted = memberships.count { $0.doubt != nil }
        oldest = memberships.filter { $0.doubt != .vanished }.compactMap(\.observedAt).min()
        isAwaited = refreshes.contains(where: \.book.isIncomplete)
        isUntried = refreshes.contains { !$0.hasBeenTried }
        isBarred = refreshes.contains(where: \.isBarred)
    }
}
