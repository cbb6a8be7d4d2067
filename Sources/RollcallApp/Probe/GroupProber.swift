internal import Roster
internal import StatusEngine

/// Sends one call of each kind that the sources of groups need, and judges how it went.
///
/// It comes after a call about agents that was taken, and ends with the first refused signature.
struct GroupProber: Sendable {
    private let settings: GroupRefreshSettings
    private let vdn: VDN
    private let endpoint: Int
    private let fetcher: any GroupFetcher

    init(
        _ settings: GroupRefreshSettings,
        vdn: VDN,
        endpoint: Int,
        fetcher: any GroupFetcher
    ) {
        self.settings = settings
        self.vdn = vdn
        self.endpoint = endpoint
        self.fetcher = fetcher
    }

    /// Asks for the lists there are, and for the members of the first of what each list has.
    /// - Returns: a verdict for each call that was sent.
    func run(_ tell: (GroupCallKind, ProbeVerdict) -> Void) async -> [ProbeVerdict] {
        var verdicts: [ProbeVerdict] = []
        var pending = lists
        while !pending.isEmpty {
            let query = pending.removeFirst()
            let id = CallID(UInt64(verdicts.count) + 1)
            let call = GroupCall(id: id, vdn: vdn, endpoint: endpoint, query: query)
            let outcome = await fetcher.fetch(call)
            let verdict = ProbeVerdict(outcome, to: query.kind, settings)
            tell(query.kind, verdict)
            verdicts.append(verdict)
            if verdict.endsProbing { break }
            if case .success(let page) = outcome { pending = members(page) + pending }
        }
        return verdicts
    }

    private var lists: [GroupQuery] {
        let hasSkills = isOn(.skillQueues) || isOn(.signedInAgents)
        return (isOn(.userGroups) ? [.userGroups] : []) + (hasSkills ? [.skills] : [])
    }

    /// What is to be asked once a list has been read.
    private func members(_ page: GroupPage) -> [GroupQuery] {
        switch page {
        case .userGroups(let groups, _):
            return groups.first(where: settings.includes)
                .map {
                    [.userGroupMembers(group: $0.id, offset: 0)]
                } ?? []
        case .skills(let skills, _):
            guard let first = skills.first else { return [] }
            return (isOn(.skillQueues) ? [.skilledAgents(offset: 0)] : [])
                + (isOn(.signedInAgents) ? [.signedInAgents(skills: [first.id])] : [])
        case .userGroupMembers, .skilledAgents, .signedInAgents: return []
        }
    }

    private func isOn(_ source: Group.Source) -> Bool { settings.intervals[source] != nil }
}
