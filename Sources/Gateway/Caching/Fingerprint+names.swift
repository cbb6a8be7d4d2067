internal import Roster

extension Fingerprint {
    /// Adds what is shown of an agent's name: nothing where it is left out.
    mutating func add(_ name: ShownName) {
        switch name {
        case .leftOut: break
        case .unknown: add(Int?.none)
        case .known(let name): add(bytes: name.utf8)
        }
    }

    /// Adds the names of an agent's groups: nothing where they are left out.
    mutating func add(groups: [String]?) {
        guard let groups else { return }
        add(groups.count)
        for group in groups { add(bytes: group.utf8) }
    }
}
