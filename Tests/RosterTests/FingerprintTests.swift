import Testing

@testable import Roster

@Suite struct FingerprintTests {
    private let now = Timestamp(milliseconds: 1_795_420_955_400)

    private func fingerprint(_ add: (inout Fingerprint) -> Void) -> UInt64 {
        var fingerprint = Fingerprint()
        add(&fingerprint)
        return fingerprint.value
    }

    private func report(_ number: UInt32 = 1031) -> AgentReport {
        AgentReport(
            id: AgentID(unchecked: number),
            stateCode: 8,
            stateSeconds: 93,
            reasonCode: 3,
            previousStateCode: 4,
            previousStateSeconds: 6,
            signedInAt: now.advanced(bySeconds: -3_600),
            releasedCalls: 2,
            privateCalls: 0,
            locationID: 7
        )
    }

    private func agent(_ report: AgentReport, observedAt: Timestamp? = nil) -> Agent {
        let at = observedAt ?? now
        return Agent(report, askedAt: at, observedAt: at, previous: nil)
    }

    @Test func `a fingerprint is the same in every process`() {
        // These must never change but with a new form of the answers: clients keep tags.
        #expect(fingerprint { _ in } == 0x9E37_79B9_7F4A_7C15)
        #expect(fingerprint { $0.add(1) } == 9_444_307_012_582_090_805)
        #expect(agent(report()).fingerprint == 18_185_018_850_564_774_041)
        #expect(fingerprint { $0.add(bytes: "客服 billing".utf8) } == 12_582_764_145_500_069_282)
    }

    @Test func `order, number and absence of values count`() {
        let all = [
            fingerprint { _ in }, fingerprint { $0.add(0) }, fingerprint { $0.add(nil as Int?) },
            fingerprint {
                $0.add(1)
                $0.add(2)
            },
            fingerprint {
                $0.add(2)
                $0.add(1)
            },
            fingerprint { $0.add(-1) },
        ]
        #expect(Set(all).count == all.count)
    }

    @Test func `texts one behind the other are told apart from others that join to the same`() {
        func texts(_ texts: String...) -> UInt64 {
            fingerprint { fingerprint in
                for text in texts { fingerprint.add(bytes: text.utf8) }
            }
        }
        let all = [
            texts("ab", "c"), texts("a", "bc"), texts("abc"), texts("abc", ""), texts(""),
            texts("12345678"), texts("12345678", ""), texts("1234567", "8"), texts("\u{0}a"),
            texts("a"),
        ]
        #expect(Set(all).count == all.count)
    }

    @Test func `every field of an agent counts`() {
        let changes: [(inout AgentReport) -> Void] = [
            { $0.id = AgentID(unchecked: 1032) }, { $0.stateCode = 5 }, { $0.stateSeconds = 94 },
            { $0.stateSeconds = nil },
            { $0.reasonCode = nil }, { $0.previousStateCode = 5 }, { $0.previousStateCode = nil },
            { $0.previousStateSeconds = 7 }, { $0.previousStateSeconds = nil },
            { $0.signedInAt = nil }, { $0.releasedCalls = 3 }, { $0.releasedCalls = nil },
            { $0.privateCalls = 1 }, { $0.privateCalls = nil }, { $0.locationID = nil },
        ]
        let changed = changes.map { change in
            var report = report()
            change(&report)
            return agent(report).fingerprint
        }
        #expect(Set(changed + [agent(report()).fingerprint]).count == changes.count + 1)
    }

    @Test func `when an agent was observed does not count`() {
        let first = agent(report())
        var later = report()
        later.stateSeconds = 100
        let at = now.advanced(bySeconds: 7)
        let second = Agent(later, askedAt: at, observedAt: at, previous: first)
        #expect(second.stateSince == first.stateSince)
        #expect(second.fingerprint == first.fingerprint)
    }

    @Test func `a fingerprint follows what is changed later`() {
        var changed = agent(report())
        changed.stateSince = changed.stateSince?.advanced(bySeconds: -1)
        #expect(changed.fingerprint != agent(report()).fingerprint)
        changed.stateSince = changed.stateSince?.advanced(bySeconds: 1)
        #expect(changed.fingerprint == agent(report()).fingerprint)
        changed.report.releasedCalls = 9
        #expect(changed.fingerprint != agent(report()).fingerprint)
    }

    @Test func `where a reading comes from does not count, why it is stale or missing does`() {
        let agent = agent(report())
        let readings: [Reading] = [
            .observed(agent, .live), .observed(agent, .cached), .observed(agent, .revalidating),
        ]
        #expect(Set(readings.map(\.fingerprint)) == [agent.fingerprint])
        let stale = Trouble.allCases.map { Reading.observed(agent, .stale($0)).fingerprint }
        #expect(Set(stale + [agent.fingerprint]).count == Trouble.allCases.count + 1)
        let missing: [Reading] = [
            .missing(agent.id, .notReported), .missing(agent.id, .trouble(.cmsError)),
            .missing(AgentID(unchecked: 1032), .notReported),
        ]
        #expect(Set(missing.map(\.fingerprint) + [agent.fingerprint]).count == 4)
    }

    @Test func `a roll-up's fingerprint is of its counts and of who is longest since when`() {
        func status(_ seconds: [Int64], _ freshness: Freshness) -> UInt64 {
            let readings = seconds.enumerated()
                .map { index, seconds -> Reading in
                    var report = report(UInt32(2_000 + index))
                    report.stateSeconds = seconds
                    return .observed(agent(report), freshness)
                }
            return GroupStatus(readings).fingerprint
        }
        let first = status([90, 80], .live)
        #expect(status([90, 80], .revalidating) == first)
        #expect(status([90, 80], .stale(.cmsError)) != first)
        // Who is not the longest in a state does not show.
        #expect(status([90, 70], .live) == first)
        #expect(status([91, 80], .live) != first)
        #expect(status([80, 90], .live) != first)
        #expect(status([90], .live) != first)
    }
}
