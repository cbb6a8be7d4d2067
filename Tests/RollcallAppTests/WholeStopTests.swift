import CMSSimulator
import Foundation
import Gateway
import NIOPosix
import Roster
import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct WholeStopTests {
    private static func simulator(latencyMilliseconds: Int) -> SimulatorSettings {
        var settings = SimulatorSettings(
            credentials: Whole.credentials,
            vdns: Whole.vdns,
            agents: AgentIDSet(ranges: [1_000...1_999])
        )
        settings.faults.latencyMilliseconds = latencyMilliseconds
        return settings
    }

    @Test func `a request that has begun is answered though the end has come`() async throws {
        let slow = Self.simulator(latencyMilliseconds: 300)
        try await Whole.beforeSimulator(slow) { whole, _ in
            async let reply = whole.get("/agents/1031")
            await whole.log.line(with: "A call leaves for the CMS.")
            await whole.application.stop()
            let status = try await reply.status
            #expect(status == 200)
            await whole.log.line(with: "Rollcall has stopped.")
        }
    }

    @Test func `a request that outlasts the grace time is told of the stop and keeps no end off`()
        async throws
    {
        let slow = Self.simulator(latencyMilliseconds: 20_000)
        let change: @Sendable (inout Settings) -> Void = { $0.gracePeriod = .milliseconds(50) }
        try await Whole.beforeSimulator(slow, change: change) { whole, _ in
            async let reply = whole.get("/agents/1031")
            await whole.log.line(with: "A call leaves for the CMS.")
            await whole.application.stop()
            await whole.log.line(with: "Rollcall has stopped.")
            let told = try await reply
            #expect(told.status == 503)
            #expect(told.body.contains("shutting-down"))
        }
    }

    @Test func `an idle rollcall stops at once`() async throws {
        try await Whole.beforeSimulator(Self.simulator(latencyMilliseconds: 0)) { whole, _ in
            let status = try await whole.get("/agents/1031").status
            #expect(status == 200)
            await whole.application.stop()
            await whole.log.line(with: "Rollcall has stopped.")
        }
    }

    @Test func `a signal between listening and serving ends rollcall in order`() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let log = RecordedLog()
        let application = try Application.build(
            try Whole.settings(cmsPort: 1),
            in: Application.Surroundings(
                eventLoopGroup: group,
                logger: log.logger(),
                clock: SystemClock(eventLoop: group.next()),
                seed: 1,
                endsOnSignals: true
            )
        )
        _ = try await application.start()
        #expect(kill(getpid(), SIGTERM) == 0)
        try await application.run()
        await log.line(with: "Rollcall has stopped.")
    }

    @Test func `an address that is taken is told in a sentence, and nothing stays open`()
        async throws
    {
        try await Whole.beforeSimulator(Self.simulator(latencyMilliseconds: 0)) { whole, _ in
            var settings = try Whole.settings(cmsPort: 1)
            settings.listen = whole.addresses.gateway
            let group = MultiThreadedEventLoopGroup.singleton
            let other = try Application.build(
                settings,
                in: Application.Surroundings(
                    eventLoopGroup: group,
                    logger: RecordedLog().logger(),
                    clock: SystemClock(eventLoop: group.next()),
                    seed: 1,
                    endsOnSignals: false
                )
            )
            let failure = await #expect(throws: StartFailure.self) { try await other.start() }
            #expect(
                failure?.description.hasSuffix("another program listens there already.") == true
            )
        }
    }
}
