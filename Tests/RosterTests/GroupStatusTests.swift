import Testing

@testable import Roster

@Suite struct GroupStatusTests {
    private let now = Timestamp(milliseconds: 1_000_000_000)

    private func reading(
        _ number: UInt32,
        code: Int32,
        seconds: Int64? = 0,
        freshness: Freshness = .cached,
        secondsAgo: Int64 = 0
    ) -> Reading {
        let report = AgentReport(
            id: AgentID(unchecked: number),
            stateCode: code,
            stateSeconds: seconds
        )
        let observedAt = now.advanced(bySeconds: -secondsAgo)
        return .observed(
            Agent(report, askedAt: observedAt, observedAt: observedAt, previous: nil),
            freshness
        )
    }

    @Test func `the counts add up`() {
        let codes: [Int32] = [0, 0, 1, 1, 1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10, 77]
        var readings = codes.enumerated().map { reading(UInt32(1_000 + $0), code: $1) }
        readings.append(.missing(AgentID(unchecked: 2_000), .notReported))
        let status = GroupStatus(readings)
        #expect(status.agents == 17)
        #expect(status.reported == 16)
        #expect(status.missing == 1)
        #expect(!status.isComplete)
        #expect(status.signedIn == 14)
        #expect(status.available == 3)
        #expect(status.onContact == 3)
        #expect(status.count(of: .unknown) == 1)
        #expect(AgentState.allCases.map(status.count(of:)).reduce(0, +) == status.reported)
    }

    @Test func `the one longest in a state is found, and since when`() {
        let status = GroupStatus([
            reading(1_001, code: 1, seconds: 50),
            reading(1_003, code: 1, seconds: 90, secondsAgo: 10),
            reading(1_002, code: 1, seconds: 100), reading(1_004, code: 0, seconds: 9_999),
        ])
        #expect(status.longest(in: .idle)?.id.number == 1_002)
        #expect(status.longest(in: .idle)?.since == now.advanced(bySeconds: -100))
        #expect(status.longest(in: .signedOut) == nil)
    }

    @Test func `an agent of whom it is not known since when is counted, and is nowhere longest`() {
        let unknown = reading(1_001, code: 1, seconds: nil)
        let status = GroupStatus([unknown, reading(1_002, code: 1, seconds: 50)])
        #expect(status.count(of: .idle) == 2)
        #expect(status.longest(in: .idle)?.id.number == 1_002)
        let alone = GroupStatus([unknown, unknown])
        #expect(alone.available == 2)
        #expect(alone.longest(in: .idle) == nil)
    }

    @Test func `what the CMS does not know has no beginning, and none is made up from before`() {
        func agent(_ seconds: Int64?, after previous: Agent?) -> Agent {
            let report = AgentReport(
                id: AgentID(unchecked: 1_001),
                stateCode: 1,
                stateSeconds: seconds
            )
            return Agent(report, askedAt: now, observedAt: now, previous: previous)
        }
        let known = agent(10, after: nil)
        let unknown = agent(nil, after: known)
        #expect(unknown.stateSince == nil)
        #expect(agent(10, after: unknown).stateSince == known.stateSince)
        #expect(unknown.fingerprint != known.fingerprint)
    }

    @Test func `only observations in trouble are counted as stale, and all are dated`() {
        let status = GroupStatus([
            reading(1_001, code: 1, secondsAgo: 3),
            reading(1_002, code: 1, freshness: .stale(.cmsError), secondsAgo: 30),
            reading(1_003, code: 1, freshness: .revalidating, secondsAgo: 10),
            reading(1_004, code: 1, freshness: .live, secondsAgo: 10),
        ])
        #expect(status.stale == 1)
        #expect(status.isComplete)
        #expect(status.oldest == now.advanced(bySeconds: -30))
        #expect(status.newest == now.advanced(bySeconds: -3))
    }

    @Test func `no readings give an empty roll-up`() {
        let status = GroupStatus([])
        #expect(status.agents == 0)
        #expect(status.isComplete)
        #expect(status.oldest == nil)
    }
}
