/// What the faults have in store for one row of one call; `id` tells its rows apart.
struct RowFate: Hashable, Sendable {
    var isOmitted = false
    var disagrees = false
    var hasExtraFields = false
    var hasUnknownState = false
    var hasStringNumbers = false
    /// Whether the row of an agent that was not asked for follows.
    var bringsForeignRow = false

    /// The fate of every row when no fault concerns rows.
    static let good = RowFate()

    private init() {}

    init(faults: SimulatorFaults, seed: UInt64, number: UInt64, id: Int64) {
        var random = SeededRandom(seed, number, 31, UInt64(bitPattern: id))
        isOmitted = random.chance(faults.omittedRowRate)
        disagrees = random.chance(faults.disagreementRate)
        hasExtraFields = random.chance(faults.extraFieldRate)
        hasUnknownState = random.chance(faults.unknownStateRate)
        hasStringNumbers = random.chance(faults.stringNumberRate)
        bringsForeignRow = random.chance(faults.foreignRowRate)
    }
}

extension SimulatorFaults {
    /// Whether any row can be hit.
    var concernRows: Bool {
        omittedRowRate + disagreementRate + extraFieldRate + unknownStateRate + stringNumberRate
            + foreignRowRate > 0
    }
}
