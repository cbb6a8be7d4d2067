/// Gives every group of a VDN, from whatever source, a name of its own.
///
/// Sources come in the order of their precedence, groups of one source in the order of their ids:
/// the first to claim a name has it. The others get `~` and the CMS's id behind theirs. A name goes on
/// to the next when its first holder is gone for good. A group that is listed has its name before it
/// has been read, so that names do not depend on which is read first.
package struct GroupNaming: Sendable {
    /// A group whose name was another's already.
    package struct Collision: Hashable, Sendable {
        /// Where the group comes from.
        package let source: Group.Source
        /// The name it would have, its prefix included.
        package let name: String
        /// The name it has instead.
        package let given: String
    }

    /// The groups, each under a name of its own.
    package private(set) var groups: [Group]
    /// The groups that could not have their names.
    package private(set) var collisions: [Collision] = []
    /// The names of groups that have not been read yet, and where these come from.
    package private(set) var claimed: [String: Group.Source] = [:]

    private var taken: Set<String>

    /// Names the groups that were learnt beside those of the file.
    /// - Parameters:
    ///   - file: the groups of the file, each with a name of its own.
    ///   - learnt: what the CMS has told.
    ///   - prefixes: what stands before the names of each source.
    package init(file: [Group], learnt: LearntGroups, prefixes: [Group.Source: String]) {
        groups = file
        taken = Set(file.map(\.name))
        for source in Group.Source.allCases {
            let prefix = prefixes[source] ?? ""
            var unread = (learnt.unread[source] ?? [])[...]
            for group in learnt.groups[source] ?? [] {
                while let next = unread.first, Self.comes(next.id, before: group.id) {
                    claim(unread.removeFirst(), from: source, prefix: prefix)
                }
                add(group, from: source, prefix: prefix)
            }
            for group in unread { claim(group, from: source, prefix: prefix) }
        }
    }

    private mutating func add(_ group: LearntGroup, from source: Group.Source, prefix: String) {
        let (name, given) = take(group.name, group.id, prefix: prefix)
        if given != name {
            collisions.append(Collision(source: source, name: name, given: given))
        }
        groups.append(Group(group, from: source, named: given))
    }

    private mutating func claim(_ group: UnreadGroup, from source: Group.Source, prefix: String) {
        claimed[take(group.name, group.id, prefix: prefix).given] = source
    }

    /// Takes a name for a group: its own, or where that is another's one with its id behind.
    private mutating func take(
        _ own: String,
        _ id: String,
        prefix: String
    ) -> (name: String, given: String) {
        // A group without a name could not be asked for.
        let name = prefix + (own.isEmpty ? id : own)
        var given = name
        while !taken.insert(given).inserted { given += "~\(id)" }
        return (name, given)
    }

    /// Ids are decimal digits, and go by their number.
    private static func comes(_ one: String, before other: String) -> Bool {
        (one.utf8.count, one) < (other.utf8.count, other)
    }
}
