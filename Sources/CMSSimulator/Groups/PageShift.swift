/// A shift of an order of which a page has just been told.
package struct PageShift: Sendable {
    /// Whose order shifts.
    package enum Order: Hashable, Sendable {
        /// The members of the user group with this id.
        case members(group: String)
        /// The agents with their skills.
        case skilledAgents
    }

    /// Whose order shifts.
    let order: Order
    /// How many places from the front have been told.
    let read: Int
    /// What moves whom.
    let random: SeededRandom
}
