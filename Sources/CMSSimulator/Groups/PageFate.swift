internal import Roster

/// What the faults have in store for one page of members or agents.
struct PageFate {
    private let faults: SimulatorFaults
    private let seed: UInt64
    private let number: UInt64

    init(faults: SimulatorFaults, seed: UInt64, number: UInt64) {
        self.faults = faults
        self.seed = seed
        self.number = number
    }

    /// The places that are told when a caller asks for a page of an order this long.
    func places(for page: GroupRequest.Page, of total: Int) -> Range<Int> {
        let start = faults.ignoresOffset ? 0 : min(page.offset, total)
        let end = min(start + page.limit, total)
        var random = SeededRandom(seed, number, 41)
        guard end - start > 1, random.chance(faults.shortPageRate) else { return start..<end }
        return start..<start + Int(random.draw(1...Int64(end - start - 1)))
    }

    /// The shift that follows a page that ended there, if one does.
    func shift(of order: PageShift.Order, behind read: Int) -> PageShift? {
        var random = SeededRandom(seed, number, 42)
        guard random.chance(faults.shiftRate) else { return nil }
        return PageShift(order: order, read: read, random: random)
    }
}
