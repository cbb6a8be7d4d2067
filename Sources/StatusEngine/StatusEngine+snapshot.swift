internal import Roster

extension StatusEngine {
    /// How many parts a snapshot is taken in, so that no part takes long.
    package var snapshotParts: Int { table.segmentCount }

    /// One part of what the table knows; nothing that may no longer be shown.
    package func snapshot(part: Int, at now: Moment) -> [StatusSnapshot.Entry] {
        table.entries(ofSegment: part)
            .compactMap { entry in
                guard entry.standing(at: now.instant, lifetimes) != .unusable else { return nil }
                var agent: Agent?
                if case .reported(let known) = entry.content { agent = known }
                let age = (now.instant - entry.observedAt).nanoseconds / 1_000_000
                return StatusSnapshot.Entry(
                    vdn: vdns[Int(entry.vdnIndex)],
                    id: entry.id,
                    agent: agent,
                    observedAt: Timestamp(milliseconds: now.wall.milliseconds - age)
                )
            }
    }

    /// Takes a snapshot in, with the ages its entries have by now; entries from the future, of
    /// other VDNs, too old to be shown, or not newer than what is known are left aside.
    /// - Returns: how many entries were taken in.
    package mutating func restore(_ snapshot: StatusSnapshot, at now: Moment) -> Int {
        settleDemand()
        var restored = 0
        for entry in snapshot.entries where restore(entry, at: now) { restored += 1 }
        return restored
    }

    private mutating func restore(_ entry: StatusSnapshot.Entry, at now: Moment) -> Bool {
        let (age, overflow) = now.wall.milliseconds
            .subtractingReportingOverflow(entry.observedAt.milliseconds)
        guard age >= 0, !overflow, let vdnIndex = vdns.firstIndex(of: entry.vdn) else {
            return false
        }
        var restored = StatusEntry(
            vdnIndex: UInt16(vdnIndex),
            id: entry.id,
            wantedAt: Instant(nanoseconds: .min)
        )
        restored.content = entry.agent.map { .reported($0) } ?? .notReported
        restored.observedAt = now.instant - .milliseconds(age)
        guard restored.standing(at: now.instant, lifetimes) != .unusable,
            let slot = table.makeSlot(
                of: entry.id,
                vdnIndex: vdnIndex,
                wantedAt: restored.wantedAt
            ),
            table[slot].observedAt < restored.observedAt, table[slot].piece == nil
        else { return false }
        table[slot] = restored
        return true
    }
}
