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
            bySource[source]
                .map {
                    GroupSourceGauges(source, $0, engine.callGuard.signatures)
                }
        }
    }

    private init(
        _ source: Group.Source,
        _ refreshes: [SourceRefresh],
        _ signatures: SignatureBook
    ) {
        self.source = source
        let summaries = refreshes.map(\.book.summary)
        groups = summaries.reduce(0) { $0 + $1.groups }
        doubted = summaries.reduce(0) { $0 + $1.doubted }
        oldest = summaries.compactMap(\.oldest).min()
        isAwaited = refreshes.contains(where: \.book.lacksGroups)
        isBarred = source.isBarred(by: signatures)
        isUntried = !isBarred && refreshes.contains { !$0.hasBeenTried }
    }
}
