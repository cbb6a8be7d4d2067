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
        row(of: Self.longestStatus) { $0.status(status) }
    }

    /// What no roll-up exceeds behind its name, in bytes: a state takes at most 33, who is longest
    /// in it at most 64, all else 400.
    private static let longestStatus = 12 * 33 + 12 * 64 + 400

    private mutating func size(of group: Group) {
        count(",\"size\":", group.members.count)
        raw(",\"source\":")
        plain(group.source.rawValue)
    }

    private mutating func count(_ name: StaticString, _ count: Int) {
        raw(name)
        number(count)
    }
}

extension ByteWriter {
    /// Writes what is told of a group behind its name.
    fileprivate mutating func status(_ status: GroupStatus) {
        counts(of: status)
        states(of: status)
        longest(of: status)
        raw(status.isComplete ? ",\"complete\":true" : ",\"complete\":false")
        count(",\"stale\":", status.stale)
        count(",\"missing\":", status.missing)
        raw(",\"observedAt\":{\"oldest\":")
        moment(status.oldest)
        raw(",\"newest\":")
        moment(status.newest)
        raw("}}")
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
            name(of: state)
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
            name(of: state)
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
