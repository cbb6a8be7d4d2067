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
        let ids = question.ids
        let version = table.version
        guard
            let known = rollUps.take(ids, vdnIndex: vdnIndex, version: version, at: now.instant)
        else { return nil }
        return Answer(rollUp: known.status, summary: known.summary, at: now.wall)
    }

    /// Makes a roll-up in one look at each of its agents, as long as all of them are fresh.
    /// - Returns: the roll-up, or how many agents have been looked at that need nothing.
    mutating func rollUpFresh(
        _ question: Question,
        vdnIndex: Int,
        at now: Moment
    ) -> (answer: Answer?, looked: Int) {
        guard isRememberable(question), refusal(at: now.instant) == nil else { return (nil, 0) }
        var rollUp = FreshRollUp(of: question.ids.count, at: now.wall)
        for id in question.ids {
            guard let slot = table.slot(of: id, vdnIndex: vdnIndex),
                table.rollUpFresh(slot, at: now.instant, lifetimes, into: &rollUp)
            else { return (nil, rollUp.slots.count) }
        }
        settleDemand()
        rollUps.remember(
            RollUpMemory.RollUp(
                vdnIndex: vdnIndex,
                ids: question.ids,
                slots: rollUp.slots,
                status: rollUp.status,
                summary: rollUp.summary,
                version: table.version,
                until: rollUp.until
            )
        )
        let answer = Answer(rollUp: rollUp.status, summary: rollUp.summary, at: now.wall)
        return (answer, rollUp.slots.count)
    }

    /// Remembers the roll-up just made, where it is made of fresh entries alone.
    mutating func remember(
        _ answer: Answer,
        to question: Question,
        vdnIndex: Int
    ) {
        guard isRememberable(question), answer.summary.isFresh, answer.terms.refusal == nil,
            let status = answer.rollUp
        else { return }
        settleDemand()
        var until = Instant(nanoseconds: .max)
        var slots: [Int32] = []
        slots.reserveCapacity(question.ids.count)
        for id in question.ids {
            guard let slot = table.slot(of: id, vdnIndex: vdnIndex) else { return }
            until = min(until, table[slot].freshUntil(lifetimes))
            slots.append(Int32(slot))
        }
        rollUps.remember(
            RollUpMemory.RollUp(
                vdnIndex: vdnIndex,
                ids: question.ids,
                slots: slots,
                status: status,
                summary: answer.summary,
                version: table.version,
                until: until
            )
        )
    }

    /// Tells the table which agents were asked for by way of remembered roll-ups; to be done before
    /// anything goes by what is in demand, or changes it.
    mutating func settleDemand() {
        for demand in rollUps.takeDemand() {
            for slot in demand.slots {
                table.want(Int(slot), at: demand.at, times: demand.times)
            }
        }
    }

    private func isRememberable(_ question: Question) -> Bool {
        remembersRollUps && question.form == .rollUp && !question.isOnlyCached
            && question.maximumAge == nil && question.maximumStale == nil
    }
}
