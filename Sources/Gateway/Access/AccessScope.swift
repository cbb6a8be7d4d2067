package import Roster

/// What may be asked with a key.
///
/// A scope of VDNs limits to these. A scope of groups limits to the routes of groups so named, and to
/// agents that belong to one of them; in the list of groups the others are left out, and the roll-up
/// of a whole VDN is refused. With both, both hold.
package struct AccessScope: Hashable, Sendable {
    private let vdns: Set<VDN>?
    private let groups: Set<String>?
    /// The agents of the groups, by VDN; of use only where there is a scope of groups.
    private let members: [VDN: AgentIDSet]

    /// All there is.
    package static let everything = AccessScope(
        vdns: nil,
        groups: nil,
        directory: GroupDirectory([:]),
        served: []
    )

    /// Creates a scope over the groups as they are now, of the VDNs served.
    package init(
        vdns: Set<VDN>?,
        groups: Set<String>?,
        directory: GroupDirectory,
        served: [VDN]
    ) {
        self.vdns = vdns
        self.groups = groups
        members = groups.map { Self.members(of: $0, directory, served) } ?? [:]
    }

    private static func members(
        of groups: Set<String>,
        _ directory: GroupDirectory,
        _ served: [VDN]
    ) -> [VDN: AgentIDSet] {
        served.reduce(into: [:]) { members, vdn in
            let covered = groups.compactMap { directory.group(named: $0, in: vdn) }
            members[vdn] = AgentIDSet(ranges: covered.flatMap(\.members.ranges))
        }
    }

    /// The same scope over other groups.
    func over(_ directory: GroupDirectory, served: [VDN]) -> AccessScope {
        AccessScope(vdns: vdns, groups: groups, directory: directory, served: served)
    }

    /// Whether a group's name lies in the scope.
    func covers(groupNamed name: String) -> Bool { groups?.contains(name) ?? true }

    /// Those of some groups that the key's holder is shown.
    func visible(_ all: [Group]) -> [Group] {
        groups == nil ? all : all.filter { covers(groupNamed: $0.name) }
    }

    /// Why a request may not be made with the key, if it may not: the first VDN, group or agent
    /// outside.
    func objection(to reach: Reach) -> Problem? {
        if let vdn = reach.vdn, vdns?.contains(vdn) == false {
            return Problem(.forbidden, "This key does not cover VDN \(vdn).")
        }
        switch reach {
        case .none, .names: return nil
        case .group(_, let name):
            guard !covers(groupNamed: name) else { return nil }
            return Problem(.forbidden, "This key does not cover the group \(Excerpt(name)).")
        case .everybody(let vdn):
            guard groups != nil else { return nil }
            let detail = "This key covers groups of VDN \(vdn), and not all its agents."
            return Problem(.forbidden, detail)
        case .agents(let vdn, let ids):
            guard groups != nil else { return nil }
            let known = members[vdn] ?? AgentIDSet(ranges: [])
            guard let first = ids.first(where: { !known.contains($0) }) else { return nil }
            return Problem(.forbidden, "This key does not cover agent \(first).")
        }
    }
}
