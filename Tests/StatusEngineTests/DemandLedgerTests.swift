import Testing

@testable import StatusEngine

@Suite struct DemandLedgerTests {
    private func instant(_ seconds: Int64) -> Instant {
        Instant(nanoseconds: seconds * 1_000_000_000)
    }

    /// Takes all there is.
    private func rest(of ledger: inout DemandLedger) -> [Int] {
        var slots: [Int] = []
        while let next = ledger.takeNext() { slots.append(next.slot) }
        return slots
    }

    @Test func `entries are taken in the order of their landings`() {
        var ledger = DemandLedger()
        let first = ledger.open(at: instant(1))
        let second = ledger.open(at: instant(2))
        _ = ledger.list(7, landing: second)
        _ = ledger.list(5, landing: first)
        _ = ledger.list(6, landing: first)
        #expect(rest(of: &ledger) == [5, 6, 7])
        #expect(rest(of: &ledger).isEmpty)
        _ = ledger.list(8, landing: first)
        #expect(rest(of: &ledger) == [8])
    }

    @Test func `a landing that was dropped lists nothing any more`() {
        var ledger = DemandLedger()
        let first = ledger.open(at: instant(1))
        let second = ledger.open(at: instant(2))
        _ = ledger.list(5, landing: first)
        _ = ledger.list(6, landing: second)
        ledger.drop(before: instant(2))
        let refused = ledger.list(7, landing: first)
        #expect(!refused)
        _ = ledger.list(8, landing: second)
        #expect(rest(of: &ledger) == [6, 8])
        let third = ledger.open(at: instant(3))
        #expect(third == second + 1)
    }

    @Test func `a landing whose entries all went elsewhere holds none of them`() {
        var ledger = DemandLedger()
        let landing = ledger.open(at: instant(1))
        for slot in 0..<100 { _ = ledger.list(slot, landing: landing) }
        for _ in 0..<100 { ledger.unlist(landing: landing) }
        #expect(rest(of: &ledger).isEmpty)
        ledger.unlist(landing: 0)
    }
}
