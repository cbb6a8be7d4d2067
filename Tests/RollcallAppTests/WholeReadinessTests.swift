import CMS
import CMSSimulator
import Gateway
import NIOCore
import NIOPosix
import Roster
import StatusEngine
import Synchronization
import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct WholeReadinessTests {
    private static let group = MultiThreadedEventLoopGroup.singleton
    private static let moment = #"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"#

    private static var simulator: CMSSimulatorServer {
        CMSSimulatorServer(
            settings: SimulatorSettings(
                credentials: Whole.credentials,
                vdns: Whole.vdns,
                agents: AgentIDSet(ranges: [1_000...1_999])
            ),
            eventLoopGroup: group,
            now: { SystemClock.wall }
        )
    }

    /// Whether it is ready, and this alone is degraded.
    private static func expectDegraded(_ reason: String, _ ready: Whole.Reply) throws {
        #expect(ready.status == 200)
        let told = try Regex(
            #"\{"ready":true,"degraded":\[\{"reason":"\#(reason)","since":"\#(moment)"\}\]\}"#
        )
        #expect(ready.body.wholeMatch(of: told) != nil, "\(ready.body)")
    }

    @Test func `while the CMS is dead what is known is answered, and readyz is 200 and degraded`()
        async throws
    {
        let simulator = Self.simulator
        var settings = try Whole.settings(cmsPort: try await simulator.start())
        settings.engine.timeToLive = .seconds(60)
        settings.engine.staleWhileRevalidate = .zero
        settings.engine.staleIfError = .seconds(3_600)
        let clock = LeapingClock(eventLoop: Self.group.next())
        try await Whole.running(settings, on: Self.group, clock: clock) { whole in
            let fresh = try await whole.get("/agents/1031").status
            #expect(fresh == 200)
            #expect(try await whole.admin("/readyz").body == #"{"ready":true,"degraded":[]}"#)
            try await simulator.stop()
            clock.leap(by: .seconds(100))
            let stale = try await whole.get("/agents/1031")
            #expect(stale.status == 200)
            #expect(stale.body.contains("\"freshness\":\"stale\""))
            await whole.log.line(with: "engine.event=\"paused")
            try Self.expectDegraded("cmsUnavailable", try await whole.admin("/readyz"))
            // When the pause is over, a call may leave, and none has succeeded yet.
            clock.leap(by: .seconds(60))
            try Self.expectDegraded("cmsUnavailable", try await whole.admin("/readyz"))
        }
    }

    @Test func `a wrong secret beside restored observations keeps no requests away`() async throws {
        let simulator = Self.simulator
        let port = try await simulator.start()
        let result = await Result { () async throws in
            try await withDirectory { directory in
                var settings = try Whole.settings(cmsPort: port)
                settings.state = StateSettings(directory: directory)
                try await Whole.running(settings, on: Self.group) { whole in
                    let status = try await whole.get("/agents/1031").status
                    #expect(status == 200)
                }
                settings.cms.credentials = Credentials(accessKey: "AK", secretKey: "wrong")
                for _ in 1...2 {
                    // The second time the lock-out itself is from before the start, too.
                    try await Whole.running(settings, on: Self.group) { whole in
                        let unknown = try await whole.get("/agents/1500").status
                        #expect(unknown == 503)
                        let known = try await whole.get("/agents/1031").status
                        #expect(known == 200)
                        try Self.expectDegraded("cmsLockedOut", try await whole.admin("/readyz"))
                    }
                }
                #expect(simulator.counters.badSignatures == 1)
            }
        }
        try await simulator.stop()
        try result.get()
    }

    /// A CMS that refuses the first call and takes all others.
    private final class RefusingOnce: Responder {
        private let asked = Atomic(0)

        var calls: Int { asked.load(ordering: .relaxed) }

        func respond(
            to request: Request,
            deliver: @escaping @Sendable (Response) -> Void
        ) -> Responded {
            let isFirst = asked.add(1, ordering: .relaxed).oldValue == 0
            let body = #"{"resultCode":"0100000","resultDesc":[]}"#
            return .now(
                Response(
                    status: isFirst ? 401 : 200,
                    contentType: "application/json;charset=UTF-8",
                    body: ByteBuffer(string: body),
                    route: .none
                )
            )
        }
    }

    @Test func `where nobody is sent here because of a lock-out, asking readyz sends its probe`()
        async throws
    {
        let cms = RefusingOnce()
        let clock = LeapingClock(eventLoop: Self.group.next())
        try await Whole.before(cms, clock: clock) { whole in
            let refused = try await whole.get("/agents/1031").status
            #expect(refused == 503)
            for _ in 1...3 {
                let ready = try await whole.admin("/readyz")
                #expect(ready.status == 503)
                #expect(ready.body.contains(#""reasons":["never-accepted"]"#))
            }
            #expect(cms.calls == 1)
            clock.leap(by: .seconds(120))
            _ = try await whole.admin("/readyz")
            await whole.log.line(with: "The CMS accepts our calls again.")
            let ready = try await whole.admin("/readyz")
            #expect(ready.status == 200)
            #expect(ready.body == #"{"ready":true,"degraded":[]}"#)
            #expect(cms.calls == 2)
        }
    }
}
