internal import Roster

// Roll-ups: the same answer as the readings would add up to, without the readings.
extension StatusEngine {
    /// The roll-up remembered for a question, if nothing has changed since it was made.
    mutating func rememberedRollUp(
        _ question: Question,
        vdnIndex: Int,
        at now: Moment
    ) -> Answer? {
        guard isRememberable(question), refusal(at: now.instant) == nil else { return nil }
        let place = rollUps.place(
            of: question.ids,
            vdnIndex: vdnIndex,
            version: table.version,
            at: now.instant
        )
        guard let place else { return nil }
        rollUps.want(place, at: now.instant)
        return answer(rollUps[place], at: now)
    }

    /// The answer that a roll-up of fresh agents is.
    private func answer(_ rollUp: RollUpMemory.RollUp, at now: Moment) -> Answer {
        Answer(rollUp: rollUp.status, summary: rollUp.summary, at: now.wall)
    }

    /// Makes a roll-up in one look at each of its agents and remembers it, provided that all of them
    /// are fresh and need nothing.
    mutating func rollUpFresh(
        _ question: Question,
        vdnIndex: Int,
        at now: Moment
    ) -> Answer? {
        guard isRememberable(question), refusal(at: now.instant) == nil,
            let slots = slots(of: question.ids, vdnIndex: vdnIndex),
            let fresh = table.rollUpFresh(slots, at: now.instant, lifetimes)
        else { return nil }
        if !rollUps.hasRoom(for: question.ids, vdnIndex: vdnIndex) { settleDemand() }
        let rollUp = RollUpMemory.RollUp(
            vdnIndex: vdnIndex,
            ids: question.ids,
            slots: slots,
            generation: table.generation,
            status: fresh.status(),
            version: table.version,
            until: fresh.until
        )
        rollUps.remember(rollUp, at: now.instant)
        return answer(rollUp, at: now)
    }

    /// Where agents lie in the table, if all of them do.
    private func slots(of ids: [AgentID], vdnIndex: Int) -> [Int32]? {
        let generation = table.generation
        if let slots = rollUps.slots(of: ids, vdnIndex: vdnIndex, generation: generation) {
            return slots
        }
        var slots: [Int32] = []
        slots.reserveCapacity(ids.count)
        for id in ids {
            guard let slot = table.slot(of: id, vdnIndex: vdnIndex) else { return nil }
            slots.append(Int32(slot))
        }
        return slots
    }

    /// Tells the table which agents were asked for by way of remembered roll-ups; to be done before
    /// anything goes by what is in demand, or changes it.
    mutating func settleDemand() {
        for demand in rollUps.takeDemand() {
            table.want(demand.slots, at: demand.at, times: demand.times)
        }
    }

    private func isRememberable(_ question: Question) -> Bool {
        remembersRollUps && question.form == .rollUp && !question.isOnlyCached
            && question.maximumAge == nil && question.maximumStale == nil
            && question.ids.count <= RollUpMemory.maximumIDs
    }
}
