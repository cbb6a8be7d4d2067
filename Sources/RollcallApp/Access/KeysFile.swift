internal import Gateway
internal import Roster
internal import Yams

/// The keys file: names of clients, each with the SHA-256 of its key and what it opens
/// (docs/access.md).
///
/// No problem ever shows what stands where a key or its hash may stand.
struct KeysFile {
    /// What may stand below a name.
    private static let parts = ["groups", "rateLimit", "sha256", "vdns"]

    /// What is wrong with the file.
    private(set) var problems: [SettingsProblem] = []
    /// The keys, in the file's order.
    private(set) var keys: [APIKey] = []

    private let path: String
    private let groups: GroupDirectory
    private let mayLearnGroups: Bool
    private let vdns: [VDN]
    /// Who has which key.
    private var owners: [KeyDigest: String] = [:]

    /// Reads a keys file's text; scopes are over the groups and VDNs that are served.
    ///
    /// Where groups may be learnt later, one that is not known yet may be named.
    init(
        _ bytes: [UInt8],
        path: String,
        groups: GroupDirectory,
        mayLearnGroups: Bool = false,
        vdns: [VDN]
    ) {
        self.path = path
        self.groups = groups
        self.mayLearnGroups = mayLearnGroups
        self.vdns = vdns
        do throws(YAMLTrouble) {
            let root = try YAMLDocument(bytes).root
            for (key, value) in root { read(key, value) }
            if root.isEmpty { report(nil, nil, nil, "has no keys, so that nobody could ask") }
        } catch {
            let origin = SettingOrigin.file(path, line: error.line)
            problems.append(
                SettingsProblem(SettingKey.accessKeysFile.name, origin: origin, error.complaint)
            )
        }
    }

    private mutating func read(_ key: Node, _ value: Node) {
        guard let name = key.scalar?.string, APIKey.isName(name) else {
            let remedy =
                "allowed: up to \(APIKey.maximumNameLength) of A-Z a-z 0-9 . _ -, and no key"
            return report(nil, key, nil, "has a name that is not allowed", remedy: remedy)
        }
        guard let body = value.mapping else {
            return report(name, key, nil, "is not a key", remedy: "write {sha256: …}")
        }
        checkParts(of: body, name)
        let digest = digest(in: body, name, key)
        let vdns = vdns(in: body, name)
        let groups = groups(in: body, name, vdns)
        let rateLimit = rateLimit(in: body, name)
        guard let digest else { return }
        let scope = AccessScope(
            vdns: vdns,
            groups: groups,
            directory: self.groups,
            served: self.vdns
        )
        keys.append(APIKey(name: name, digest: digest, scope: scope, rateLimit: rateLimit))
    }

    private mutating func checkParts(of body: Node.Mapping, _ name: String) {
        for key in body.keys where !Self.parts.contains(key.string ?? "") {
            let meant = ClosestName.of(key.string ?? "", among: Self.parts)
            let remedy = meant.map { "did you mean \($0)?" }
            let all = "a key has \(Self.parts.joined(separator: ", "))"
            report(name, key, nil, "has a part that is not known", remedy: remedy ?? all)
        }
    }

    private mutating func digest(
        in body: Node.Mapping,
        _ name: String,
        _ key: Node
    ) -> KeyDigest? {
        let node = body["sha256"]
        guard let digest = node?.scalar.flatMap({ KeyDigest(hex: $0.string) }) else {
            let complaint = node == nil ? "has no sha256" : "has a sha256 that is not 64 hex digits"
            let remedy = "rollcall make-key prints a key and its line"
            report(name, node ?? key, nil, complaint, remedy: remedy)
            return nil
        }
        guard let owner = owners.updateValue(name, forKey: digest) else { return digest }
        report(name, node ?? key, nil, "has the same key as \(owner)")
        return nil
    }

    private mutating func vdns(in body: Node.Mapping, _ name: String) -> Set<VDN>? {
        guard let items = items("vdns", in: body, name) else { return nil }
        var scope: Set<VDN> = []
        for (node, text) in items {
            if let vdn = Int(text).flatMap({ VDN($0) }), vdns.isEmpty || vdns.contains(vdn) {
                scope.insert(vdn)
            } else {
                let served = vdns.map(\.description).joined(separator: ", ")
                let remedy = vdns.isEmpty ? nil : "served: \(served)"
                report(name, node, text, "is not a VDN that is served", remedy: remedy)
            }
        }
        return scope
    }

    private mutating func groups(
        in body: Node.Mapping,
        _ name: String,
        _ scope: Set<VDN>?
    ) -> Set<String>? {
        guard let items = items("groups", in: body, name) else { return nil }
        for (node, text) in items where !mayLearnGroups {
            let known = vdns.filter { scope?.contains($0) ?? true }
                .contains { groups.group(named: text, in: $0) != nil }
            if !known { report(name, node, text, "is not a group of the VDNs covered") }
        }
        return Set(items.map(\.text))
    }

    /// The items of a list; an empty list, which would open nothing, is a problem.
    private mutating func items(
        _ part: String,
        in body: Node.Mapping,
        _ name: String
    ) -> [(node: Node, text: String)]? {
        guard let node = body[part] else { return nil }
        let items =
            node.sequence?.compactMap { item in item.scalar.map { (item, $0.string) } } ?? []
        guard let list = node.sequence, !list.isEmpty, items.count == list.count else {
            let remedy = "leave it out where all are meant"
            report(name, node, nil, "has \(part) that are no list of texts", remedy: remedy)
            return []
        }
        return items
    }

    private mutating func report(
        _ name: String?,
        _ node: Node?,
        _ value: String?,
        _ complaint: String,
        remedy: String? = nil
    ) {
        problems.append(
            SettingsProblem(
                name.map { "key \($0)" } ?? "keys file",
                origin: .file(path, line: node?.mark?.line),
                value: value,
                complaint,
                remedy: remedy
            )
        )
    }
}

// A limit of a key's own.
extension KeysFile {
    private static let limitParts = ["requests", "window", "burst"]

    private mutating func rateLimit(in body: Node.Mapping, _ name: String) -> RateLimit? {
        guard let node = body["rateLimit"] else { return nil }
        let remedy = "write rateLimit: {requests: 100, window: 10s}, and burst if it differs"
        guard let limit = node.mapping,
            limit.keys.allSatisfy({ Self.limitParts.contains($0.string ?? "") })
        else {
            report(name, node, nil, "has a rateLimit of other parts", remedy: remedy)
            return nil
        }
        guard let requests = number(limit["requests"]), let seconds = seconds(limit["window"])
        else {
            report(name, node, nil, "has a rateLimit without requests or window", remedy: remedy)
            return nil
        }
        guard let given = limit["burst"] else {
            return RateLimit(requests: requests, windowSeconds: seconds)
        }
        guard let burst = number(given) else {
            report(name, given, nil, "has a burst that is not allowed", remedy: remedy)
            return nil
        }
        return RateLimit(requests: requests, windowSeconds: seconds, burst: burst)
    }

    private func number(_ node: Node?) -> Int? {
        guard let number = node?.scalar.flatMap({ Int($0.string) }),
            RateLimit.allowedRequests.contains(number)
        else { return nil }
        return number
    }

    private func seconds(_ node: Node?) -> Int? {
        guard let window = node?.scalar.flatMap({ DurationText.duration($0.string) }),
            window.components.attoseconds == 0
        else { return nil }
        let seconds = Int(window.components.seconds)
        return RateLimit.allowedSeconds.contains(seconds) ? seconds : nil
    }
}
