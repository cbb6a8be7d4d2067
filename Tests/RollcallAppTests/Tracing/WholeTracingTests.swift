import CMS
import CMSSimulator
import NIOPosix
import Roster
import Testing
import Tracing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct WholeTracingTests {
    private static var simulator: SimulatorSettings {
        SimulatorSettings(
            credentials: Whole.credentials,
            vdns: Whole.vdns,
            agents: AgentIDSet(ranges: [1_000...1_999])
        )
    }

    @Test func `200 requests at once are linked with the call, or the two, that served them`()
        async throws
    {
        let tracer = RecordedTracer()
        try await Whole.beforeSimulator(Self.simulator, tracer: tracer) { whole, simulator in
            try await withThrowingTaskGroup { tasks in
                for id in 1_000..<1_200 {
                    tasks.addTask { try await whole.get("/agents/\(id)").status }
                }
                for try await status in tasks { #expect(status == 200) }
            }
        }
        let requests = tracer.spans.filter { $0.kind == .server }
        let calls = tracer.spans.filter { $0.kind == .client }
        #expect(requests.count == 200)
        #expect(requests.allSatisfy { $0.ends == 1 && !$0.links.isEmpty })
        #expect(calls.allSatisfy { $0.ends == 1 })
        let served = calls.reduce(0) { $0 + $1.links.count + ($1.parent == nil ? 0 : 1) }
        #expect(served >= 200)
        #expect(Set(requests.flatMap(\.links)).isSubset(of: calls.map(\.id)))
    }

    @Test func `without anybody to show ids to, nothing is traced`() throws {
        let settings = try Whole.settings(cmsPort: 1)
        let surroundings = Application.Surroundings(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: RecordedLog().logger(),
            clock: HandClock(),
            seed: 1,
            endsOnSignals: false
        )
        #expect(RequestTraces(settings, surroundings) == nil)
        var shown = settings
        shown.log.requests.mode = .all
        #expect(RequestTraces(shown, surroundings) != nil)
        shown = settings
        shown.cms.sendsTraceparent = true
        #expect(RequestTraces(shown, surroundings) != nil)
    }
}
