internal import CMSSimulator
internal import Roster
internal import Testing

/// How the rows of one agent hang together over time.
struct AgentLifeTests {
    private static let start: Int64 = 1_795_420_800

    private func life(seed: UInt64 = 7, vdn: Int = 170) throws -> AgentLife {
        AgentLife(seed: seed, vdn: try #require(VDN(vdn)))
    }

    private func row(_ life: AgentLife, _ id: UInt32, _ second: Int64) -> AgentRow {
        life.row(of: AgentID(unchecked: id), at: Timestamp(milliseconds: second * 1_000 + 321))
    }

    /// Checks what must hold between two rows of one agent, so many seconds apart.
    private func expectConsistent(_ before: AgentRow, _ after: AgentRow, seconds: Int64) {
        guard after.currentStateTime >= seconds else { return }
        var grown = before
        grown.currentStateTime += seconds
        grown.agentRelease = after.agentRelease
        #expect(after == grown)
        #expect(after.agentRelease >= before.agentRelease)
    }

    /// Checks what must hold between two rows of one agent, one second apart.
    private func expectSuccession(_ before: AgentRow, _ after: AgentRow) {
        expectConsistent(before, after, seconds: 1)
        guard after.currentStateTime == 0 else { return }
        #expect(after.prevState == before.currentState)
        #expect(after.currentState != before.currentState)
        if after.currentState == 0 {
            #expect(after.prevStateTime == AgentRow.unknownDuration)
        } else {
            #expect(after.prevStateTime == before.currentStateTime + 1)
        }
        if before.currentState != 0, after.currentState != 0 {
            #expect(after.logonTime == before.logonTime)
        }
    }

    @Test func `a state's time grows by the seconds passed or a new state began`() throws {
        let life = try life()
        var random = SeededRandom(1)
        for _ in 0..<20_000 {
            let id = UInt32(random.draw(101...59_999))
            let second = Self.start + random.draw(0...8_640_000)
            let step = random.draw(1...7_200)
            let (before, after) = (row(life, id, second), row(life, id, second + step))
            expectConsistent(before, after, seconds: step)
        }
    }

    @Test func `each new state tells truly what went before`() throws {
        let life = try life()
        var random = SeededRandom(2)
        for _ in 0..<200 {
            let id = UInt32(random.draw(101...59_999))
            let first = Self.start + random.draw(0...8_640_000)
            var before = row(life, id, first)
            for second in first + 1...first + 120 {
                let after = row(life, id, second)
                expectSuccession(before, after)
                before = after
            }
        }
    }

    @Test func `a whole shift hangs together from signing in to signing out`() throws {
        let life = try life()
        for id: UInt32 in [1_031, 1_099] {
            let shift = life.pattern(of: AgentID(unchecked: id)).lastShift(begunBy: Self.start)
            var before = row(life, id, shift.start - 1)
            #expect(before.currentState == 0)
            for second in shift.start...shift.end {
                let after = row(life, id, second)
                expectSuccession(before, after)
                #expect((after.currentState == 0) == (second == shift.end))
                before = after
            }
        }
    }

    @Test func `an agent at work has a true sign-in time and one signed out has the sentinels`()
        throws
    {
        let life = try life()
        for id: UInt32 in 1_000..<3_000 {
            let row = row(life, id, Self.start)
            guard row.currentState == 0 else {
                #expect(row.logonTime % 1_000 == 0)
                #expect(row.logonTime <= (Self.start - row.currentStateTime) * 1_000)
                #expect(row.prevStateTime < AgentRow.unknownDuration)
                #expect((row.currentStateReason == AgentRow.none) == (row.currentState != 8))
                continue
            }
            #expect(row.logonTime == 4_294_967_295_000)
            #expect(row.prevStateTime == 4_294_967_295)
            #expect(row.agentRelease == 0)
        }
    }

    @Test
    func `every state of the contract is found and between a quarter and a half are signed in`()
        throws
    {
        let life = try life()
        let states = (1_000..<21_000).map { row(life, $0, Self.start).currentState }
        #expect(Set(states) == Set(0...10))
        let signedIn = states.count { $0 != 0 }
        #expect((5_000...10_000).contains(signedIn))
    }

    @Test func `an agent who hardly ever comes has been signed out for weeks`() throws {
        let life = try life()
        let longest = (1_000..<3_000).map { row(life, $0, Self.start).currentStateTime }.max()
        #expect((longest ?? 0) > 20 * 86_400)
    }

    @Test func `the same seed tells the same and another seed or VDN tells otherwise`() throws {
        func rows(_ life: AgentLife) -> [AgentRow] {
            (1_000..<1_100).map { row(life, $0, Self.start) }
        }
        #expect(try rows(life()) == rows(life()))
        #expect(try rows(life()) != rows(life(seed: 8)))
        #expect(try rows(life()) != rows(life(vdn: 171)))
    }

    @Test func `moments before 1970 and far away are answered`() throws {
        let life = try life()
        let id = AgentID(unchecked: 1_031)
        for milliseconds in [Int64.min / 2, -1, 0, .max] {
            let row = life.row(of: id, at: Timestamp(milliseconds: milliseconds))
            #expect(row.currentStateTime >= 0)
        }
    }
}
