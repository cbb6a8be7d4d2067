/// Gives every group of a VDN, from whatever source, a name of its own.
///
/// Sources come in the order of their precedence, groups of one source in the order of their ids:
/// the first to claim a name has it. The others get `~` and the CMS's id behind theirs. A name goes on
/// to the next when its first holder is gone for good.
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
            for group in learnt.groups[source] ?? [] {
                add(group, from: source, prefix: prefixes[source] ?? "")
            }
        }
    }

    private mutating func add(_ group: LearntGroup, from source: Group.Source, prefix: String) {
        // A group without a name could not be asked for.
        let name = prefix + (group.name.isEmpty ? group.id : group.name)
        var given = name
        while !taken.insert(given).inserted { given += "~\(group.id)" }
        if given != name {
            collisions.append(Collision(source: source, name: name, given: given))
        }
        groups.append(Group(group, from: source, named: given))
    }
}
