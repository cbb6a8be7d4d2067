import CMS
import CMSSimulator
import Roster
import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct WholeLockOutTests {
    private static let wrongSecret = "wrong-secret-that-nobody-may-see"

    private static var simulator: SimulatorSettings {
        SimulatorSettings(
            credentials: Whole.credentials,
            vdns: Whole.vdns,
            agents: AgentIDSet(ranges: [1_000...1_999])
        )
    }

    private static func takeWrongSecret(_ settings: inout Settings) {
        settings.cms.credentials = Credentials(accessKey: "AK", secretKey: wrongSecret)
    }

    @Test func `a wrong secret costs one signed call and no second, however many ask`()
        async throws
    {
        try await Whole.beforeSimulator(Self.simulator, change: Self.takeWrongSecret) {
            whole,
            simulator in
            for id in 1_000..<1_100 {
                let reply = try await whole.get("/agents/\(id)")
                #expect(reply.status == 503)
                #expect(reply.body.contains("\"code\":\"cms-locked-out\""))
                #expect(!reply.body.contains(Self.wrongSecret))
            }
            #expect(simulator.counters.requests == 1)
            #expect(simulator.counters.badSignatures == 1)
            let told = whole.log.lines.filter { $0.contains("refused our signature") }
            #expect(told.count == 1)
            #expect(told.first?.contains(" critical ") == true)
            #expect(!whole.log.lines.joined().contains(Self.wrongSecret))
            try await Self.checkAdmin(whole)
        }
    }

    private static func checkAdmin(_ whole: Whole) async throws {
        let metrics = try await whole.admin("/metrics").body
        #expect(metrics.contains("rollcall_cms_locked_out 1\n"))
        #expect(metrics.contains("rollcall_cms_calls_total{outcome=\"unauthorized\"} 1\n"))
        #expect(!metrics.contains(wrongSecret))
        let ready = try await whole.admin("/readyz")
        #expect(ready.status == 503)
        #expect(ready.body.contains(#""reasons":["never-accepted"]"#))
        #expect(try await whole.admin("/healthz").status == 200)
    }

    @Test func `cold questions for several chunks at once still cost one bad signature`()
        async throws
    {
        try await Whole.beforeSimulator(Self.simulator, change: Self.takeWrongSecret) {
            whole,
            simulator in
            try await withThrowingTaskGroup { tasks in
                for first in [101, 7_101, 14_101, 21_101] {
                    tasks.addTask {
                        try await whole.get("/agents?ids=\(first)-\(first + 6_999)").status
                    }
                }
                for try await status in tasks { #expect(status == 503) }
            }
            #expect(simulator.counters.requests == 1)
        }
    }
}
