internal import Roster

/// The groups of one source in one VDN, and the names that came with their members.
struct GroupBook: Sendable {
    /// Each id once, in the order of ``GroupRecord/Rank``.
    private(set) var records: [GroupRecord] = [] {
        didSet { revision += 1 }
    }
    /// Changes whenever the groups do.
    private(set) var revision = 0
    /// The names as of the last round that was read to its end, and of the one under way.
    private(set) var names = AgentNames()
    /// Whether the CMS has listed the groups.
    private(set) var isListed = false

    /// The most groups of one source; further ones are left aside.
    static let maximumGroups = 10_000
    /// The longest name of a group that is kept, in bytes of UTF-8; a longer one is cut.
    static let maximumNameBytes = 255

    /// Whether there may be a group that has not been asked for yet.
    var isIncomplete: Bool { !isListed || records.contains { !$0.hasBeenTried } }

    /// Whether some group is not known that the CMS may have, be it one that cannot be read.
    var lacksGroups: Bool { !isListed || records.contains { $0.group == nil } }

    /// The groups that are listed and could not be read so far.
    var unread: [UnreadGroup] {
        records.lazy.filter { $0.group == nil }.map { UnreadGroup(id: $0.id, name: $0.name) }
    }

    /// The groups that have been read.
    var groups: [LearntGroup] { records.compactMap(\.group) }

    /// What the figures show of the groups: none is copied for it.
    var summary: (groups: Int, doubted: Int, oldest: Timestamp?) {
        var summary: (groups: Int, doubted: Int, oldest: Timestamp?) = (0, 0, nil)
        for place in records.indices {
            guard let membership = records[place].group?.membership else { continue }
            summary.groups += 1
            if membership.doubt != nil { summary.doubted += 1 }
            guard membership.doubt != .vanished, let observedAt = membership.observedAt else {
                continue
            }
            summary.oldest = min(summary.oldest ?? observedAt, observedAt)
        }
        return summary
    }

    /// The groups the CMS lists, by its ids.
    var listedIDs: [String] { records.filter { $0.vanishedAt == nil }.map(\.id) }

    /// Where a group stands, by the CMS's id.
    func place(of id: String) -> Int? {
        let rank = GroupRecord.Rank(id)
        let place = records.partitioningIndex { $0.rank >= rank }
        return place < records.count && records[place].id == id ? place : nil
    }

    subscript(place: Int) -> GroupRecord {
        get { records[place] }
        set { records[place] = newValue }
    }

    /// Takes a list of the groups there are: new ones are noted, those no longer listed are kept
    /// until the grace time is over, but for those that are not wanted.
    ///
    /// Where not all of the list could be read, it shows of no group that it is gone.
    /// - Returns: how many have vanished just now.
    mutating func list(
        _ listed: [(id: String, name: String)],
        without unwanted: Set<String> = [],
        isWhole: Bool = true,
        grace: Duration,
        at now: Instant
    ) -> Int {
        var next: [String: GroupRecord] = [:]
        for (id, name) in listed.prefix(Self.maximumGroups) where next[id] == nil {
            next[id] = GroupRecord(id: id, name: name.cut(toBytes: Self.maximumNameBytes))
        }
        var vanished = 0
        for var record in records {
            if let name = next[record.id]?.name {
                record.listed(as: name)
            } else if unwanted.contains(record.id) {
                continue
            } else if !isWhole, record.vanishedAt == nil {
                record.doubt(.trouble(.cmsMalformed))
            } else {
                if record.vanishedAt == nil { vanished += 1 }
                record.vanishedAt = record.vanishedAt ?? now
                record.doubt(.vanished)
                let isOver = record.vanishedAt.map { now >= $0 + grace } ?? false
                guard record.group != nil, !isOver else { continue }
            }
            next[record.id] = record
        }
        records = next.values.sorted { $0.rank < $1.rank }
        isListed = isListed || isWhole
        return vanished
    }

    /// Notes a failure with every group that is listed still.
    mutating func doubtAll(_ trouble: Trouble) {
        for place in records.indices where records[place].vanishedAt == nil {
            records[place].doubt(.trouble(trouble))
        }
    }

    /// All listed groups have been read: nothing stands against them any more.
    mutating func clearTrouble() {
        for place in records.indices where records[place].vanishedAt == nil {
            records[place].clearTrouble()
        }
    }

    /// Takes the names of members in, leaving alone what is as it was: the names are shared with the
    /// answers, and a change copies them all.
    /// - Returns: those who have a name.
    mutating func learnNames(_ members: [GroupPage.Member]) -> [AgentID] {
        for member in members {
            let name = member.name?.cut(toBytes: AgentNames.maximumBytes)
            guard let name, names[member.agent] != name else { continue }
            names[member.agent] = name
        }
        return members.lazy.map(\.agent).filter { names[$0] != nil }
    }

    /// Forgets the names of all but these agents, who have one, and the members of groups that have
    /// vanished.
    mutating func keepNames(of met: Set<AgentID>) {
        guard met.count < names.count else { return }
        let vanished = records.filter { $0.vanishedAt != nil }.flatMap { $0.group?.ids ?? [] }
        names.keep(only: met.union(vanished))
    }

    /// Forgets all names.
    mutating func forgetNames() { names = AgentNames() }

    /// Goes on with what was known before a restart, and whether that was all.
    mutating func restore(_ groups: [LearntGroup], names: AgentNames, isWhole: Bool) {
        records = groups.map { GroupRecord($0) }.sorted { $0.rank < $1.rank }
        self.names = names
        isListed = isWhole
    }
}
