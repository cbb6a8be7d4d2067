import CMSSimulator
import Roster
import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct WholeCallsTests {
    private static let agents = AgentIDSet(ranges: [101...12_101])

    private static var simulator: SimulatorSettings {
        SimulatorSettings(credentials: Whole.credentials, vdns: Whole.vdns, agents: agents)
    }

    private static func giveGroup(_ settings: inout Settings) {
        let group = Group(name: "everybody", source: .file, members: agents)
        settings.groups = GroupDirectory(
            Dictionary(uniqueKeysWithValues: Whole.vdns.map { ($0, [group]) })
        )
    }

    @Test func `a cold group of 12,001 agents costs 3 calls, and none when asked again`()
        async throws
    {
        try await Whole.beforeSimulator(Self.simulator, change: Self.giveGroup) {
            whole,
            simulator in
            let cold = try await whole.get("/groups/everybody/status")
            #expect(cold.status == 200)
            #expect(cold.body.contains("\"agents\":12001,\"reported\":12001"))
            #expect(simulator.counters.calls == 3)
            #expect(simulator.counters.largestCall <= 6_000)

            let warm = try await whole.get("/groups/everybody/agents")
            #expect(warm.status == 200)
            #expect(warm.body.contains("\"complete\":true"))
            #expect(simulator.counters.calls == 3)

            let metrics = try await whole.admin("/metrics").body
            #expect(metrics.contains("rollcall_cms_calls_total{outcome=\"ok\"} 3\n"))
            #expect(metrics.contains("rollcall_cms_call_ids_bucket{le=\"6000\"} 3\n"))
            #expect(metrics.contains("rollcall_cms_call_ids_count 3\n"))
            #expect(metrics.contains("rollcall_agents 12001\n"))
        }
    }

    @Test func `many who ask for one group at once cost no more than one`() async throws {
        try await Whole.beforeSimulator(Self.simulator, change: Self.giveGroup) {
            whole,
            simulator in
            try await withThrowingTaskGroup { tasks in
                for _ in 0..<50 {
                    tasks.addTask { try await whole.get("/groups/everybody/status").status }
                }
                for try await status in tasks { #expect(status == 200) }
            }
            #expect(simulator.counters.calls == 3)
        }
    }

    @Test func `an id the CMS does not know is not reported and not asked for again`() async throws
    {
        try await Whole.beforeSimulator(Self.simulator) { whole, simulator in
            for _ in 0..<3 {
                let reply = try await whole.get("/agents/59999")
                #expect(reply.status == 404)
                #expect(reply.body.contains("\"code\":\"agent-not-reported\""))
            }
            #expect(simulator.counters.calls == 1)
        }
    }
}
