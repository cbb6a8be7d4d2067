internal import Roster

extension EntityTag {
    /// The tag of a list of groups; when their members were observed is left aside.
    init(_ groups: [Group], awaiting awaited: [Group.Source]) {
        var content = Fingerprint()
        content.add(groups.count)
        for group in groups { content.add(group) }
        content.add(awaited)
        self.init(of: content)
    }

    /// The tag of a group and its members; when they were observed is left aside.
    init(_ group: Group) {
        var content = Fingerprint()
        content.add(group)
        for range in group.members.ranges {
            content.add(range.lowerBound)
            content.add(range.upperBound)
        }
        self.init(of: content)
    }
}

extension Fingerprint {
    /// Adds what lists tell of a group, but for what depends on when it was observed.
    fileprivate mutating func add(_ group: Group) {
        add(bytes: group.name.utf8)
        add(bytes: group.source.rawValue.utf8)
        add(group.members.count)
        add(bytes: (group.membership.doubt?.name ?? "").utf8)
    }

    /// Adds the sources of which nothing is known yet.
    mutating func add(_ awaited: [Group.Source]) {
        for source in awaited { add(bytes: source.rawValue.utf8) }
    }
}
