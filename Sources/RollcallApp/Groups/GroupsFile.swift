internal import Roster
internal import Yams

/// The groups file: names, each with the agents that belong to it (docs/configuration.md).
struct GroupsFile {
    /// The longest group name, in bytes of UTF-8.
    static let maximumNameBytes = 255
    /// What may stand below a group.
    private static let keys = ["agents", "name", "vdn"]

    /// What is wrong with the file.
    private(set) var problems: [SettingsProblem] = []
    /// The groups of each VDN.
    private(set) var groups: [VDN: [Group]] = [:]

    private let path: String
    private let vdns: [VDN]
    /// The names of each VDN; those of a default VDN that is not known stand under nothing.
    private var taken: [VDN?: Set<String>] = [:]

    /// Reads a groups file's text; of the VDNs served the first is the default.
    init(_ bytes: [UInt8], path: String, vdns: [VDN]) {
        self.path = path
        self.vdns = vdns
        do throws(YAMLTrouble) {
            for (key, value) in try YAMLDocument(bytes).root { read(key, value) }
        } catch {
            let origin = SettingOrigin.file(path, line: error.line)
            problems.append(SettingsProblem("groups.file", origin: origin, error.complaint))
        }
    }

    private mutating func read(_ key: Node, _ value: Node) {
        guard let label = key.string else {
            return report("groups file", key, nil, "has a name that is no text")
        }
        guard let body = value.mapping else {
            let remedy = "write it as {agents: [1031, 2000-2999]}"
            return report(label, key, nil, "is not a group", remedy: remedy)
        }
        checkKeys(of: body, in: label)
        let name = name(in: body, label, key)
        let vdn = vdn(in: body, label)
        let members = members(in: body, label, key)
        guard let name, let vdn, take(name, in: vdn, label, key), let vdn, let members
        else { return }
        groups[vdn, default: []].append(Group(name: name, source: .file, members: members))
    }

    private mutating func take(
        _ name: String,
        in vdn: VDN?,
        _ label: String,
        _ key: Node
    ) -> Bool {
        guard !taken[vdn, default: []].insert(name).inserted else { return true }
        let home = vdn.map { "VDN \($0)" } ?? "the default VDN"
        report(label, key, name, "is already the name of a group of \(home)")
        return false
    }

    private mutating func checkKeys(of body: Node.Mapping, in label: String) {
        for key in body.keys {
            let text = key.string ?? ""
            guard !Self.keys.contains(text) else { continue }
            let meant = ClosestName.of(text, among: Self.keys)
            let remedy = meant.map { "did you mean \($0)?" } ?? "a group has agents, name and vdn"
            report(label, key, text, "is not part of a group", remedy: remedy)
        }
    }

    private mutating func name(in body: Node.Mapping, _ label: String, _ key: Node) -> String? {
        let node = body["name"] ?? key
        guard let name = node.scalar?.string else {
            report(label, node, nil, "has a name that is no text")
            return nil
        }
        guard !name.isEmpty else {
            report(label, node, nil, "has an empty name")
            return nil
        }
        guard name.utf8.count <= Self.maximumNameBytes else {
            let remedy = "allowed: up to \(Self.maximumNameBytes) bytes of UTF-8"
            report("groups file", node, name, "is too long a name", remedy: remedy)
            return nil
        }
        return name
    }

    /// The group's VDN, which is nothing for the default of VDNs that are not known; no result when
    /// what is written is no VDN of ours.
    private mutating func vdn(in body: Node.Mapping, _ label: String) -> VDN?? {
        guard let node = body["vdn"] else { return .some(vdns.first) }
        let text = node.scalar?.string ?? ""
        let vdn = Int(text).flatMap { VDN($0) }
        guard let vdn, vdns.isEmpty || vdns.contains(vdn) else {
            let served = vdns.map(\.description).joined(separator: ", ")
            let remedy = vdns.isEmpty ? nil : "served: \(served)"
            report(label, node, text, "is not a VDN that is served", remedy: remedy)
            return .none
        }
        return .some(vdn)
    }

    private mutating func members(
        in body: Node.Mapping,
        _ label: String,
        _ key: Node
    ) -> AgentIDSet? {
        guard let list = body["agents"]?.sequence else {
            let remedy = "write agents: [1031, 2000-2999]"
            report(label, body["agents"] ?? key, nil, "has no list of agents", remedy: remedy)
            return nil
        }
        guard !list.isEmpty else {
            report(label, body["agents"] ?? key, nil, "has no agents", remedy: "a group needs one")
            return nil
        }
        let ranges = list.compactMap { range($0, label) }
        return AgentIDSet(ranges: ranges)
    }

    private mutating func range(_ node: Node, _ label: String) -> ClosedRange<UInt32>? {
        guard let text = node.scalar?.string else {
            report(label, node, nil, "has an agent that is neither a number nor a range")
            return nil
        }
        do throws(AgentIDError) {
            return try AgentIDItem(parsing: text).range
        } catch {
            let remedy = "allowed: \(AgentID.allowedRangesText), as 1031 or 2000-2999"
            report(label, node, text, Self.complaint(error), remedy: remedy)
            return nil
        }
    }

    private static func complaint(_ error: AgentIDError) -> String {
        switch error {
        case .invalid, .empty: "is neither an agent id nor a range"
        case .outOfRange: "lies outside the agent ids"
        case .reversedRange: "is a range that ends before it starts"
        }
    }

    private mutating func report(
        _ label: String,
        _ node: Node,
        _ value: String?,
        _ complaint: String,
        remedy: String? = nil
    ) {
        problems.append(
            SettingsProblem(
                label.isEmpty ? "groups file" : SettingsProblem.shown(label),
                origin: .file(path, line: node.mark?.line),
                value: value,
                complaint,
                remedy: remedy
            )
        )
    }
}
