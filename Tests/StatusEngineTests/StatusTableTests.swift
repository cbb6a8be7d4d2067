import Roster
import Testing

@testable import StatusEngine

@Suite struct StatusTableTests {
    private func id(_ number: Int) -> AgentID { AgentID(unchecked: UInt32(number)) }

    private func table(entries: Int) -> StatusTable {
        StatusTable(vdns: 1, maximumBytes: entries * StatusTable.bytesAnEntry)
    }

    private func add(
        _ number: Int,
        to table: inout StatusTable,
        vdnIndex: Int = 0
    ) throws -> StatusTable.Slot {
        let start = Instant(nanoseconds: 0)
        let slot = table.makeSlot(of: id(number), vdnIndex: vdnIndex, wantedAt: start)
        return try #require(slot)
    }

    @Test func `every id of the two ranges has its own entry`() throws {
        var table = StatusTable(vdns: 2, maximumBytes: 1 << 30)
        let ids = [101, 1_023, 1_024, 59_999, 70_000, 999_999]
        for vdnIndex in 0...1 {
            for number in ids {
                _ = try add(number, to: &table, vdnIndex: vdnIndex)
            }
        }
        #expect(table.count == 12)
        for number in ids {
            let slot = try #require(table.slot(of: id(number), vdnIndex: 1))
            #expect(table[slot].id == id(number))
            #expect(table[slot].vdnIndex == 1)
        }
        #expect(table.slot(of: id(5_000), vdnIndex: 0) == nil)
    }

    @Test func `the cap holds, and a flood of ids asked for once spares the ones in demand`()
        throws
    {
        var table = table(entries: 2_048)
        for number in 1_000..<2_000 {
            let slot = try add(number, to: &table)
            table[slot].credit = StatusTable.maximumCredit
        }
        for number in 100_000..<200_000 {
            _ = try add(number, to: &table)
            // Those in demand are asked for again now and then.
            guard number % 500 == 0 else { continue }
            for hot in 1_000..<2_000 {
                guard let slot = table.slot(of: id(hot), vdnIndex: 0) else { continue }
                table[slot].credit = StatusTable.maximumCredit
            }
        }
        #expect(table.count == 2_048)
        let kept = (1_000..<2_000).count { table.slot(of: id($0), vdnIndex: 0) != nil }
        #expect(kept == 1_000)
        let evicted = table.takeEvicted()
        #expect(evicted == 100_000 - 1_048)
        #expect(table.evicted == 0)
    }

    @Test func `a table full of entries under way takes no more and loses none`() throws {
        var table = table(entries: 1_024)
        let start = Instant(nanoseconds: 0)
        for number in 1_000..<2_024 {
            let slot = try add(number, to: &table)
            table[slot].piece = PieceID(number: 1)
        }
        let refused = table.makeSlot(of: id(5_000), vdnIndex: 0, wantedAt: start)
        #expect(refused == nil)
        #expect(table.count == 1_024)
    }

    @Test func `a search for room in a full table is short`() throws {
        var table = table(entries: 100_000)
        for number in 100_000..<200_000 {
            let slot = try add(number, to: &table)
            table[slot].piece = PieceID(number: 1)
        }
        // A search over all entries for each of these would take minutes.
        for number in 200_000..<202_000 {
            let start = Instant(nanoseconds: 0)
            let refused = table.makeSlot(of: id(number), vdnIndex: 0, wantedAt: start)
            #expect(refused == nil)
        }
    }

    @Test func `an engine with a small table answers every question, whatever is evicted`()
        throws
    {
        var script = Script(EngineSettings(maximumBytes: 0))
        for start in stride(from: 10_000, to: 30_000, by: 700) {
            let ticket = try script.waitFor(start..<start + 700)
            while !(script.answers.keys.contains(ticket)) {
                script.pass(.milliseconds(1))
                if !script.inFlight.isEmpty { try script.succeed() }
            }
            let readings = try #require(script.answers[ticket]).readings
            #expect(readings.allSatisfy { $0.freshness == .live })
            #expect(script.engine.agentCount <= 1_024)
        }
    }

    @Test func `a question larger than the table says what it could not hold`() throws {
        var script = Script(EngineSettings(maximumBytes: 0))
        let ticket = try script.waitFor(10_000..<12_000)
        while script.answers[ticket] == nil {
            script.pass(.milliseconds(1))
            if !script.inFlight.isEmpty { try script.succeed() }
        }
        let readings = try #require(script.answers[ticket]).readings
        #expect(readings.count { $0.freshness == .live } == 1_024)
        #expect(
            readings.count { $0.missingReason == .trouble(.overloaded) } == 2_000 - 1_024
        )
    }
}
