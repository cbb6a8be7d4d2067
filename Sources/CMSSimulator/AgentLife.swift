package import Roster

/// How every agent of a VDN stands at any moment: a pure function of seed, VDN, id and time.
///
/// Nothing is kept per agent. A shift is found by arithmetic, cut into slots of 15 minutes, and a
/// state by walking its slot, some ten steps.
package struct AgentLife: Sendable {
    private let seed: UInt64

    /// Creates the life of one VDN's agents; the same id lives differently in another VDN.
    package init(seed: UInt64, vdn: VDN) {
        var random = SeededRandom(seed, UInt64(vdn.number))
        self.seed = random.next()
    }

    /// The agent's row at that moment; the CMS counts whole seconds.
    package func row(of id: AgentID, at now: Timestamp) -> AgentRow {
        var random = SeededRandom(seed, UInt64(id.number))
        let own = random.next()
        let pattern = WorkPattern(seed: own)
        let shift = pattern.lastShift(begunBy: now.seconds)
        var row = AgentRow(agentID: Int64(id.number))
        if random.next() % 8 == 0 { row.locationID = random.draw(0...3) }
        if now.seconds < shift.end {
            fillSignedIn(&row, at: now.seconds, shift: shift, pattern: pattern, seed: own)
        } else {
            fillSignedOut(&row, at: now.seconds, shift: shift, seed: own)
        }
        return row
    }

    /// Whether the agent's state is another one than "not signed in" at that moment.
    package func isSignedIn(_ id: AgentID, at now: Timestamp) -> Bool {
        now.seconds < pattern(of: id).lastShift(begunBy: now.seconds).end
    }

    /// The pattern by which the agent comes and goes.
    package func pattern(of id: AgentID) -> WorkPattern {
        var random = SeededRandom(seed, UInt64(id.number))
        return WorkPattern(seed: random.next())
    }

    private func fillSignedIn(
        _ row: inout AgentRow,
        at second: Int64,
        shift: WorkPattern.Shift,
        pattern: WorkPattern,
        seed: UInt64
    ) {
        let (current, before) = stretches(at: second, shift: shift, seed: seed)
        row.currentState = Int64(current.state.rawValue)
        row.currentStateTime = second - current.start
        row.currentStateReason = current.reason
        row.prevState = Int64(before?.state.rawValue ?? AgentState.signedOut.rawValue)
        let previousStart = before?.start ?? pattern.shift(shift.number - 1).end
        row.prevStateTime = current.start - previousStart
        row.logonTime = shift.start * 1_000
        row.agentRelease = (second - shift.start) / Int64(900 + seed % 2_700)
        row.currentPrivateCallNum = current.state == .busy && current.start % 4 == 0 ? 1 : 0
    }

    private func fillSignedOut(
        _ row: inout AgentRow,
        at second: Int64,
        shift: WorkPattern.Shift,
        seed: UInt64
    ) {
        let (final, _) = stretches(at: shift.end - 1, shift: shift, seed: seed)
        row.currentStateTime = second - shift.end
        row.prevState = Int64(final.state.rawValue)
        // The contract's sample has a reason outside the rest state, where it means nothing.
        if seed % 4 == 0 { row.currentStateReason = 258 }
    }

    /// The stretch that holds the second, and the one before it within the shift.
    private func stretches(
        at second: Int64,
        shift: WorkPattern.Shift,
        seed: UInt64
    ) -> (current: StateWalk.Stretch, before: StateWalk.Stretch?) {
        let into = second - shift.start
        let slotStart = second - into % StateWalk.slotLength
        var before: StateWalk.Stretch?
        var walk = StateWalk(seed: seed, start: slotStart)
        var current = walk.first
        while current.end <= second, let next = walk.next() { (before, current) = (current, next) }
        if before == nil, slotStart > shift.start {
            before = lastStretch(ofSlotAt: slotStart - StateWalk.slotLength, seed: seed)
        }
        return (current, before)
    }

    private func lastStretch(ofSlotAt start: Int64, seed: UInt64) -> StateWalk.Stretch {
        var walk = StateWalk(seed: seed, start: start)
        var last = walk.first
        while let next = walk.next() { last = next }
        return last
    }
}
