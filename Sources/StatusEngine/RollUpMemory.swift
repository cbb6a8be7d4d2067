internal import Roster

/// The roll-ups that hold until the table changes or the first of their agents leaves its time to
/// live: asked for again, a roll-up costs no look at its agents.
///
/// That the agents are in demand still is noted with the roll-up, and told to the table before
/// anybody looks (``takeDemand()``). A bounded number of ids is held on to.
struct RollUpMemory: Sendable {
    /// A roll-up of agents that all were fresh, and how long it holds.
    struct RollUp: Sendable {
        let vdnIndex: Int
        let ids: [AgentID]
        /// Where they lie in the table.
        let slots: [Int32]
        /// The table's generation in which they do.
        let generation: UInt64
        let status: GroupStatus
        /// The table it was made from.
        let version: UInt64
        /// When the first of its agents leaves its time to live.
        let until: Instant

        /// What holds of all its agents.
        var summary: AnswerSummary { AnswerSummary(fresh: status) }
    }

    /// That the agents of a roll-up were asked for.
    struct Demand: Sendable {
        let slots: [Int32]
        /// When they were last asked for.
        let at: Instant
        /// How often.
        let times: Int
    }

    /// How many roll-ups are remembered.
    private static let maximumCount = 32
    /// How many ids they may have together: 1 MiB of slots.
    static let maximumIDs = 262_144

    /// The longest remembered first.
    private var rollUps: [RollUp] = []
    /// By the place of the roll-up.
    private var demand: [Demand?] = []
    private var idCount = 0

    /// Where the roll-up of these ids is, if it holds still; good until one is remembered.
    func place(
        of ids: [AgentID],
        vdnIndex: Int,
        version: UInt64,
        at now: Instant
    ) -> Int? {
        guard let place = place(of: ids, vdnIndex: vdnIndex),
            rollUps[place].version == version, now < rollUps[place].until
        else { return nil }
        return place
    }

    /// The roll-up at a place.
    subscript(place: Int) -> RollUp { rollUps[place] }

    /// Where these ids lie in the table, if a roll-up of theirs was made in this generation of it.
    func slots(of ids: [AgentID], vdnIndex: Int, generation: UInt64) -> [Int32]? {
        guard let place = place(of: ids, vdnIndex: vdnIndex),
            rollUps[place].generation == generation
        else { return nil }
        return rollUps[place].slots
    }

    private func place(of ids: [AgentID], vdnIndex: Int) -> Int? {
        // Lists that share their storage are equal without a look at their elements.
        rollUps.firstIndex { $0.vdnIndex == vdnIndex && $0.ids == ids }
    }

    /// Takes note that the agents of a roll-up were asked for once more.
    mutating func want(_ place: Int, at now: Instant) {
        let times = demand[place]?.times ?? 0
        demand[place] = Demand(slots: rollUps[place].slots, at: now, times: times + 1)
    }

    /// Whether a roll-up of these ids can be remembered without another one being forgotten.
    func hasRoom(for ids: [AgentID], vdnIndex: Int) -> Bool {
        place(of: ids, vdnIndex: vdnIndex) != nil || hasRoom(for: ids.count)
    }

    private func hasRoom(for count: Int) -> Bool {
        rollUps.count < Self.maximumCount && idCount + count <= Self.maximumIDs
    }

    /// Remembers a roll-up just asked for, in the place of the one of the same ids.
    ///
    /// - Precondition: it has at most ``maximumIDs``; unless there is room for it, no demand is untold.
    mutating func remember(_ rollUp: RollUp, at now: Instant) {
        let known = place(of: rollUp.ids, vdnIndex: rollUp.vdnIndex)
        let untold = known.flatMap { forget($0) }
        while !hasRoom(for: rollUp.ids.count), !rollUps.isEmpty { _ = forget(0) }
        rollUps.append(rollUp)
        demand.append(untold)
        idCount += rollUp.ids.count
        want(rollUps.count - 1, at: now)
    }

    /// - Returns: the demand the table has not been told of.
    private mutating func forget(_ place: Int) -> Demand? {
        idCount -= rollUps[place].ids.count
        rollUps.remove(at: place)
        return demand.remove(at: place)
    }

    /// Takes what demand the table has not been told of.
    mutating func takeDemand() -> [Demand] {
        guard demand.contains(where: { $0 != nil }) else { return [] }
        defer { for place in demand.indices { demand[place] = nil } }
        return demand.compactMap(\.self)
    }

    /// Forgets all roll-ups.
    ///
    /// - Precondition: no demand is untold.
    mutating func forgetAll() {
        self = RollUpMemory()
    }
}
