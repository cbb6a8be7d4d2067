/// The groups of each VDN, by name.
package struct GroupDirectory: Hashable, Sendable {
    private let byName: [VDN: [String: Group]]
    private let ordered: [VDN: [Group]]

    /// Creates a directory; of two groups with one name in one VDN the first is kept.
    package init(_ groups: [VDN: [Group]]) {
        byName = groups.mapValues { groups in
            Dictionary(groups.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        }
        ordered = byName.mapValues { $0.values.sorted { $0.name < $1.name } }
    }

    /// The group of that name, compared byte for byte after Unicode normalization.
    package func group(named name: String, in vdn: VDN) -> Group? {
        byName[vdn]?[name]
    }

    /// All groups of a VDN, by name.
    package func groups(in vdn: VDN) -> [Group] {
        ordered[vdn] ?? []
    }
}
