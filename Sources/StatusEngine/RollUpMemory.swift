internal import Roster

/// The roll-ups that hold until the table changes or the first of their agents leaves its time to
/// live: asked for again, a roll-up costs no look at its agents.
///
/// That the agents are in demand still is noted with the roll-up, and told to the table before
/// anybody looks (``takeDemand()``). A bounded number of ids is held on to.
struct RollUpMemory: Sendable {
    /// A roll-up, and how long it holds.
    struct RollUp: Sendable {
        let vdnIndex: Int
        let ids: [AgentID]
        let slots: [Int32]
        let status: GroupStatus
        let summary: AnswerSummary
        /// The table it was made from.
        let version: UInt64
        /// When the first of its agents leaves its time to live.
        let until: Instant
    }

    /// That the agents of a roll-up were asked for.
    struct Demand: Sendable {
        let slots: [Int32]
        /// When they were last asked for.
        var at: Instant
        /// How often.
        var times: Int
    }

    /// How many roll-ups are remembered.
    private static let maximumCount = 32
    /// How many ids they may have together: 1 MiB of slots.
    private static let maximumIDs = 262_144

    /// The longest remembered first.
    private var rollUps: [RollUp] = []
    /// By the place of the roll-up.
    private var demand: [Demand?] = []
    private var idCount = 0

    /// The roll-up of these ids, if it holds still; takes note that they are in demand.
    mutating func take(
        _ ids: [AgentID],
        vdnIndex: Int,
        version: UInt64,
        at now: Instant
    ) -> RollUp? {
        // Lists that share their storage are equal without a look at their elements.
        let place = rollUps.firstIndex {
            $0.version == version && $0.vdnIndex == vdnIndex && $0.ids == ids
        }
        guard let place, now < rollUps[place].until else { return nil }
        note(place, at: now)
        return rollUps[place]
    }

    private mutating func note(_ place: Int, at now: Instant) {
        guard demand[place] != nil else {
            demand[place] = Demand(slots: rollUps[place].slots, at: now, times: 1)
            return
        }
        demand[place]?.at = now
        demand[place]?.times += 1
    }

    /// Remembers a roll-up, in the place of the one of the same ids.
    ///
    /// - Precondition: no demand is untold.
    mutating func remember(_ rollUp: RollUp) {
        guard rollUp.ids.count <= Self.maximumIDs else { return }
        forget { $0.vdnIndex == rollUp.vdnIndex && $0.ids == rollUp.ids }
        while rollUps.count >= Self.maximumCount || idCount + rollUp.ids.count > Self.maximumIDs,
            let oldest = rollUps.first
        {
            idCount -= oldest.ids.count
            rollUps.removeFirst()
            demand.removeFirst()
        }
        rollUps.append(rollUp)
        demand.append(nil)
        idCount += rollUp.ids.count
    }

    private mutating func forget(where isMeant: (RollUp) -> Bool) {
        guard let place = rollUps.firstIndex(where: isMeant) else { return }
        idCount -= rollUps[place].ids.count
        rollUps.remove(at: place)
        demand.remove(at: place)
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
