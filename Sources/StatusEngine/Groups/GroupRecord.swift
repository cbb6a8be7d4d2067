internal import Roster

/// What is known of one group the CMS lists.
struct GroupRecord: Sendable {
    /// Where a group stands among others: ids are decimal digits, and go by their number.
    struct Rank: Comparable {
        private let id: String

        init(_ id: String) { self.id = id }

        static func < (one: Rank, other: Rank) -> Bool {
            (one.id.utf8.count, one.id) < (other.id.utf8.count, other.id)
        }
    }

    /// The CMS's own id.
    let id: String
    /// Its name as last listed.
    var name: String
    /// The group as last read; nothing before its members have been.
    private(set) var group: LearntGroup?
    /// Whether its members have been asked for, well or not.
    private(set) var hasBeenTried = false
    /// Since when the CMS does not list it, if it does not.
    var vanishedAt: Instant?

    /// Notes a group that is listed.
    init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    /// Goes on with a group from before a restart.
    init(_ group: LearntGroup) {
        id = group.id
        name = group.name
        self.group = group
        hasBeenTried = true
    }

    /// Where it stands among others.
    var rank: Rank { Rank(id) }

    /// How many members are known.
    var size: Int { group?.ids.count ?? 0 }

    /// Takes the members in as read now.
    mutating func learn(_ members: some Sequence<AgentID>, isSettled: Bool, at now: Timestamp) {
        hasBeenTried = true
        let membership = Membership(observedAt: now, doubt: isSettled ? nil : .unsettled)
        let set = AgentIDSet(members)
        if let group, group.members == set {
            // The list of ids stays the same one, which roll-ups are remembered by.
            self.group = LearntGroup(group, named: name, membership: membership)
        } else {
            group = LearntGroup(id: id, name: name, members: set, membership: membership)
        }
    }

    /// Takes in the members that could be read, where others could not: nobody who was known is taken
    /// to be gone, and what is known is as old as it was.
    mutating func learnSome(_ members: [AgentID], at now: Timestamp) {
        hasBeenTried = true
        let known = group?.ids ?? []
        let observedAt = group?.membership.observedAt ?? now
        learn(known + members, isSettled: true, at: observedAt)
        doubt(.trouble(.cmsMalformed))
    }

    /// Notes that the members were asked for and could not be read; they stay as they are.
    mutating func passOver(_ trouble: Trouble) {
        hasBeenTried = true
        doubt(.trouble(trouble))
    }

    /// Notes that nothing stands against what is known any more.
    mutating func clearTrouble() {
        guard case .trouble = group?.membership.doubt else { return }
        doubt(nil)
    }

    /// Notes why the members may be others by now; they stay as they are.
    mutating func doubt(_ doubt: Membership.Doubt?) {
        guard let group else { return }
        let membership = Membership(observedAt: group.membership.observedAt, doubt: doubt)
        self.group = LearntGroup(group, named: name, membership: membership)
    }

    /// Notes that the CMS lists it under this name.
    mutating func listed(as name: String) {
        self.name = name
        vanishedAt = nil
        guard let group else { return }
        let kept = group.membership.doubt == .vanished ? nil : group.membership.doubt
        let membership = Membership(observedAt: group.membership.observedAt, doubt: kept)
        self.group = LearntGroup(group, named: name, membership: membership)
    }
}
