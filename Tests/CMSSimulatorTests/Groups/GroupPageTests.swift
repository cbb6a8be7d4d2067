internal import CMSSimulator
internal import Roster
internal import Testing

/// How lists come in pages (contract section 3).
struct GroupPageTests {
    private func simulator(_ change: (inout SimulatorFaults) -> Void = { _ in }) throws -> Simulator
    {
        var faults = SimulatorFaults()
        change(&faults)
        return Simulator(settings: try Caller.groupSettings(faults: faults))
    }

    @Test(arguments: [1, 7, 99, 100])
    func `all pages put together are exactly the members`(limit: Int) throws {
        let simulator = try simulator()
        let pages = try simulator.memberPages(of: "billing", limit: limit)
        #expect(pages.joined().sorted() == Array(1_000..<1_250))
        #expect(pages.count == 250 / limit + 1)
        #expect(pages.dropLast().allSatisfy { $0.count == limit })
    }

    @Test func `all pages put together are exactly the agents`() throws {
        let pages = try simulator().agentPages()
        #expect(Array(pages.joined()) == Array(1_000..<2_000))
        #expect(pages.map(\.count) == Array(repeating: 100, count: 10) + [0])
    }

    @Test func `an order stays the same while nothing shifts it`() throws {
        let simulator = try simulator()
        let first = try simulator.memberPages(of: "billing")
        #expect(try simulator.memberPages(of: "billing") == first)
        #expect(Array(first.joined()) != Array(1_000..<1_250))
    }

    @Test func `a group of 6000 takes 60 pages`() throws {
        var settings = try Caller.settings(agents: 1_000...6_999)
        settings.groups = SimulatedGroups(
            cutting: settings.agents,
            into: nil,
            of: 6_000,
            seed: 7
        )
        let pages = try Simulator(settings: settings).memberPages(of: "group-1")
        #expect(pages.map(\.count) == Array(repeating: 100, count: 60) + [0])
        #expect(pages.joined().sorted() == Array(1_000...6_999))
    }

    @Test func `a page behind the end is empty`() throws {
        let simulator = try simulator()
        let id = try simulator.groupID("billing")
        for offset in [250, 251, 1_000_000_000] {
            let members = Caller().members(of: id, offset: offset)
            #expect(try simulator.answer(to: members).rows().isEmpty)
        }
        let answer = simulator.answer(to: Caller().skilledAgents(offset: 1_000))
        #expect(try answer.rows().isEmpty)
        #expect(try answer.object()["count"] as? Int == 1_000)
    }

    @Test func `a shift between pages repeats an agent or skips one`() throws {
        let simulator = try simulator { $0.shiftRate = 1 }
        var (repeated, skipped) = (0, 0)
        for _ in 0..<20 {
            let before = Set(try #require(simulator.groups.group("billing")).members.present)
            let read = Array(try simulator.memberPages(of: "billing").joined())
            if Set(read).count < read.count { repeated += 1 }
            if !before.isSubset(of: read.map { AgentID(unchecked: UInt32($0)) }) { skipped += 1 }
        }
        #expect(repeated > 5)
        #expect(skipped > 5)
    }

    @Test func `agents with skills shift as members do`() throws {
        let simulator = try simulator { $0.shiftRate = 1 }
        let read = Array(try simulator.agentPages().joined())
        #expect(Set(read).count < read.count)
        #expect(Set(read) != Set(1_000..<2_000))
    }

    @Test func `shifts move at most one member out, and never one in who was none`() throws {
        let simulator = try simulator { $0.shiftRate = 0.5 }
        for _ in 0..<50 {
            _ = try simulator.memberPages(of: "billing")
            let present = try #require(simulator.groups.group("billing")).members.present
            #expect((249...250).contains(present.count))
            #expect(Set(present).count == present.count)
            #expect(present.allSatisfy { (1_000..<1_250).contains($0.number) })
        }
    }

    @Test func `a shift concerns the group whose page was read and no other`() throws {
        let simulator = try simulator { $0.shiftRate = 1 }
        let others = simulator.groups
        _ = try simulator.memberPages(of: "billing")
        let now = simulator.groups
        #expect(now.group("night shift") == others.group("night shift"))
        #expect(now.agents == others.agents)
        #expect(now.group("billing") != others.group("billing"))
    }

    @Test func `a short page has fewer rows than asked though more exist`() throws {
        let simulator = try simulator { $0.shortPageRate = 1 }
        let id = try simulator.groupID("billing")
        for offset in [0, 100, 200] {
            let rows = try simulator.answer(to: Caller().members(of: id, offset: offset)).rows()
            #expect((1..<min(100, 250 - offset)).contains(rows.count))
        }
        let agents = try simulator.answer(to: Caller().skilledAgents(offset: 0)).rows()
        #expect((1..<100).contains(agents.count))
    }

    @Test func `behind a short page the order goes on where it ended`() throws {
        let plain = try simulator().memberPages(of: "billing")
        let simulator = try simulator { $0.shortPageRate = 0.5 }
        let id = try simulator.groupID("billing")
        var read: [Int] = []
        while read.count < 250 {
            let answer = simulator.answer(to: Caller().members(of: id, offset: read.count))
            let rows = try answer.rows()
            try #require(!rows.isEmpty)
            read += try rows.map { try #require($0["workNo"] as? Int) }
        }
        #expect(read == Array(plain.joined()))
    }

    @Test func `where the offset is ignored every page is the first`() throws {
        let simulator = try simulator { $0.ignoresOffset = true }
        let id = try simulator.groupID("billing")
        let pages = try [0, 100, 200, 5_000]
            .map { offset in
                try simulator.answer(to: Caller().members(of: id, offset: offset)).rows()
                    .map { try #require($0["workNo"] as? Int) }
            }
        #expect(Set(pages).count == 1)
        #expect(pages[0].count == 100)
    }
}
