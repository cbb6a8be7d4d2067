internal import Roster

/// The ids of a list that is told part by part: those still to come.
enum IDsToTell: Sendable {
    /// A group's: they are there anyway.
    case shared(ArraySlice<AgentID>)
    /// A list's own, for as long as it is told.
    case packed(PackedIDs)

    /// The ids of a list, packed unless they are a group's.
    init(_ listing: Listing) {
        self = listing.isOfGroup ? .shared(listing.ids[...]) : .packed(PackedIDs(listing.ids))
    }

    /// What they take for this list alone, in bytes.
    var heldBytes: Int {
        switch self {
        case .shared: 0
        case .packed(let ids): ids.size
        }
    }

    /// Takes the next ids: so many, or all that are left.
    mutating func next(_ count: Int) -> ArraySlice<AgentID> {
        switch self {
        case .shared(let ids):
            self = .shared(ids.dropFirst(count))
            return ids.prefix(count)
        case .packed(var ids):
            let taken = ids.next(count)
            self = .packed(ids)
            return taken[...]
        }
    }
}
