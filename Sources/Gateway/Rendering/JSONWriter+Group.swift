internal import Roster

extension JSONWriter {
    /// Writes groups of a VDN (design section 4), and which sources are not among them yet.
    mutating func groups(_ groups: [Group], awaiting awaited: [Group.Source]) {
        raw("{\"groups\":[")
        for (index, group) in groups.enumerated() {
            if index > 0 { raw(",") }
            raw("{\"name\":")
            string(group.name)
            membership(of: group)
            raw("}")
        }
        raw("],\"complete\":")
        flag(awaited.isEmpty)
        awaiting(awaited)
        raw("}")
    }

    /// Writes a group and its members (design section 4).
    mutating func group(_ group: Group) {
        raw("{\"group\":")
        string(group.name)
        membership(of: group)
        raw(",\"agentIds\":")
        strings(group.members.texts)
        raw("}")
    }

    /// Writes a group's roll-up (design section 4).
    mutating func status(_ status: GroupStatus, of name: String) {
        raw("{\"group\":")
        string(name)
        row(of: Self.longestStatus) { row in
            row.status(status)
            row.raw("}")
        }
    }

    /// Writes the roll-up of a VDN, and which sources it lacks where it lacks any.
    mutating func status(
        _ status: GroupStatus,
        of vdn: VDN,
        awaiting awaited: [Group.Source]
    ) {
        raw("{\"vdn\":")
        number(vdn.number)
        row(of: Self.longestStatus) { $0.status(status) }
        if !awaited.isEmpty { awaiting(awaited) }
        raw("}")
    }

    /// What no roll-up exceeds behind its name, in bytes: a state takes at most 33, who is longest
    /// in it at most 80, all else 400.
    private static let longestStatus = 12 * 33 + 12 * 80 + 400

    private mutating func membership(of group: Group) {
        row(of: Self.longestMembership) { $0.membership(of: group) }
    }

    /// What no membership exceeds, in bytes: names and marks take 80, the longest values 100.
    private static let longestMembership = 256

    private mutating func awaiting(_ sources: [Group.Source]) {
        raw(",\"awaiting\":")
        strings(sources.map(\.rawValue))
    }
}

extension ByteWriter {
    /// Writes what is told of how a group's members are known, behind its name.
    fileprivate mutating func membership(of group: Group) {
        let membership = group.membership
        count(",\"size\":", group.members.count)
        raw(",\"source\":\"")
        text(group.source.rawValue)
        raw("\",\"membersObservedAt\":")
        moment(membership.observedAt)
        raw(",\"doubt\":")
        if let doubt = membership.doubt {
            raw("\"")
            text(doubt.name)
            raw("\"")
        } else {
            raw("null")
        }
    }

    /// Writes a roll-up behind whose it is, up to the mark at the end.
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
        raw("}")
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
            raw(",\"since\":")
            moment(longest.since)
            raw("}")
        }
        raw("}")
    }

    private mutating func count(_ name: StaticString, _ count: Int) {
        raw(name)
        number(count)
    }
}
