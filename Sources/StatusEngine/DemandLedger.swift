/// Which observed ids of a VDN are in demand, in the order in which they expire.
///
/// Observations that landed together expire together, so the order is the order of landings.
struct DemandLedger: Sendable {
    private struct Landing: Sendable {
        let at: Instant
        var slots: [Int32] = []
        /// How many of the slots have been taken.
        var taken = 0
        /// How many of the slots still stand for an entry that is listed here.
        var listed = 0
    }

    /// More landings than that are of no use, whatever the times to live: 3 MB.
    private static let maximumLandings = 65_536

    /// The number of the first landing in `landings`.
    private var firstNumber: UInt64 = 1
    private var landings: [Landing] = []
    /// No landing before this index has entries left to take.
    private var firstListed = 0

    /// Opens a landing and gives its number, counting up from 1.
    mutating func open(at now: Instant) -> UInt64 {
        landings.append(Landing(at: now))
        return firstNumber + UInt64(landings.count) - 1
    }

    /// Lists an entry under its landing; false where the landing is too old to be kept.
    mutating func list(_ slot: StatusTable.Slot, landing: UInt64) -> Bool {
        guard landing >= firstNumber else { return false }
        let index = Int(landing - firstNumber)
        landings[index].slots.append(Int32(slot))
        landings[index].listed += 1
        firstListed = min(firstListed, index)
        return true
    }

    /// Takes note that an entry is not listed under its landing any more; a landing without
    /// entries holds no memory.
    mutating func unlist(landing: UInt64) {
        guard landing >= firstNumber else { return }
        let index = Int(landing - firstNumber)
        landings[index].listed -= 1
        if landings[index].listed == 0 { clear(index) }
    }

    private mutating func clear(_ index: Int) {
        landings[index].slots = []
        landings[index].taken = 0
    }

    /// Forgets the landings before an instant.
    mutating func drop(before instant: Instant) {
        let tooMany = landings.count - Self.maximumLandings
        let old = max(landings.partitioningIndex { $0.at >= instant }, tooMany)
        // Seldom, since it moves all that stay.
        guard old > 0, old * 2 >= landings.count else { return }
        landings.removeSubrange(..<old)
        firstNumber += UInt64(old)
        firstListed = max(0, firstListed - old)
    }

    /// Takes the listed entry that is the soonest to expire, with its landing's number.
    mutating func takeNext() -> (slot: StatusTable.Slot, landing: UInt64)? {
        while firstListed < landings.count {
            let index = firstListed
            let taken = landings[index].taken
            if taken < landings[index].slots.count {
                landings[index].taken += 1
                return (Int(landings[index].slots[taken]), firstNumber + UInt64(index))
            }
            clear(index)
            firstListed += 1
        }
        return nil
    }
}
