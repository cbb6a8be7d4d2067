internal import Roster

extension JSONWriter {
    /// Writes the groups of a VDN (design section 4).
    mutating func groups(_ groups: [Group]) {
        raw("{\"groups\":[")
        for (index, group) in groups.enumerated() {
            if index > 0 { raw(",") }
            raw("{\"name\":")
            string(group.name)
            size(of: group)
            raw("}")
        }
        raw("]}")
    }

    /// Writes a group and its members (design section 4).
    mutating func group(_ group: Group) {
        raw("{\"group\":")
        string(group.name)
        size(of: group)
        raw(",\"agentIds\":")
        strings(group.members.texts)
        raw("}")
    }

    /// Writes a group's roll-up (design section 4).
    mutating func status(_ status: GroupStatus, of name: String) {
        raw("{\"group\":")
        string(name)
        counts(of: status)
        states(of: status)
        longest(of: status)
        raw(",\"complete\":")
        flag(status.isComplete)
        count(",\"stale\":", status.stale)
        count(",\"missing\":", status.missing)
        raw(",\"observedAt\":{\"oldest\":")
        moment(status.oldest)
        raw(",\"newest\":")
        moment(status.newest)
        raw("}}")
    }

    private mutating func size(of group: Group) {
        count(",\"size\":", group.members.count)
        raw(",\"source\":")
        plain(group.source.rawValue)
    }

    private mutating func counts(of status: GroupStatus) {
        count(",\"agents\":", status.agents)
        count(",\"reported\":", status.reported)
        count(",\"signedIn\":", status.signedIn)
        count(",\"available\":", status.available)
        count(",\"onContact\":", status.onContact)
    }

    private mutating func states(of status: GroupStatus) {
        raw(",\"states\":{")
        for (index, state) in AgentState.allCases.enumerated() {
            if index > 0 { raw(",") }
            plain(state.name)
            count(":", status.count(of: state))
        }
        raw("}")
    }

    private mutating func longest(of status: GroupStatus) {
        var isFirst = true
        raw(",\"longestInState\":{")
        for state in AgentState.allCases {
            guard let longest = status.longest(in: state) else { continue }
            if !isFirst { raw(",") }
            isFirst = false
            plain(state.name)
            count(":{\"id\":", Int(longest.id.number))
            raw(",\"seconds\":")
            number(longest.seconds)
            raw("}")
        }
        raw("}")
    }

    private mutating func count(_ name: StaticString, _ count: Int) {
        raw(name)
        number(count)
    }
}
