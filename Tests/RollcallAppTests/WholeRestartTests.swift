import CMS
import CMSSimulator
import Foundation
import NIOPosix
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct WholeRestartTests {
    private static let group = MultiThreadedEventLoopGroup.singleton

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

    private static func settings(cmsPort: Int, in directory: String) throws -> Settings {
        var settings = try Whole.settings(cmsPort: cmsPort)
        settings.state = StateSettings(directory: directory)
        return settings
    }

    @Test func `a wrong secret costs one call across a restart, and the right one works at once`()
        async throws
    {
        let simulator = Self.simulator
        let port = try await simulator.start()
        let result = await Result { () async throws in
            try await withDirectory { directory in
                var settings = try Self.settings(cmsPort: port, in: directory)
                settings.cms.credentials = Credentials(accessKey: "AK", secretKey: "wrong")
                for _ in 1...2 {
                    try await Whole.running(settings, on: Self.group) { whole in
                        let reply = try await whole.get("/agents/1031")
                        #expect(reply.status == 503)
                        #expect(reply.body.contains("\"code\":\"cms-locked-out\""))
                    }
                    #expect(simulator.counters.requests == 1)
                }
                settings.cms.credentials = Whole.credentials
                try await Whole.running(settings, on: Self.group) { whole in
                    let status = try await whole.get("/agents/1031").status
                    #expect(status == 200)
                }
                #expect(simulator.counters.requests == 2)
                let left = try FileManager.default.contentsOfDirectory(atPath: directory)
                #expect(Set(left) == ["lockout", "snapshot"])
            }
        }
        try await simulator.stop()
        try result.get()
    }

    @Test func `answers outlive a restart with their true age while the CMS is down`() async throws
    {
        let simulator = Self.simulator
        let port = try await simulator.start()
        try await withDirectory { directory in
            var settings = try Self.settings(cmsPort: port, in: directory)
            settings.engine.timeToLive = .seconds(60)
            settings.engine.staleWhileRevalidate = .seconds(60)
            settings.engine.staleIfError = .seconds(7_200)
            let before = await Result { [settings] () async throws in
                try await Whole.running(settings, on: Self.group) { whole in
                    let status = try await whole.get("/agents?ids=1000-1099").status
                    #expect(status == 200)
                }
            }
            try await simulator.stop()
            try before.get()
            let later = LeapingClock(eventLoop: Self.group.next(), leapt: .seconds(600))
            try await Whole.running(settings, on: Self.group, clock: later, Self.checkOldAnswers)
        }
    }

    @Sendable private static func checkOldAnswers(_ whole: Whole) async throws {
        let told = whole.log.lines.first { $0.contains("was restored") }
        #expect(told?.contains("snapshot.agents=100 ") == true)
        let reply = try await whole.get("/agents/1031")
        #expect(reply.status == 200)
        #expect(reply.body.contains("\"freshness\":\"stale\",\"staleReason\":\"cmsUnavailable\""))
        let parts = reply.body.components(separatedBy: "\"observedAt\":\"")
        let observedAt = try #require(parts.last?.components(separatedBy: "\"").first)
        let moment = try Date(observedAt, strategy: .iso8601).timeIntervalSince1970
        // The clock stands 600 s ahead, and the test is over within a minute.
        #expect((0...60).contains(SystemClock.wall.seconds - Int64(moment)))
        let list = try await whole.get("/agents?ids=1000-1099")
        #expect(list.status == 200)
        #expect(list.body.contains("\"stale\":100,\"missing\":0"))
    }

    @Test func `a damaged snapshot is refused and rollcall begins with nothing`() async throws {
        try await withDirectory { directory in
            let settings = try Self.settings(cmsPort: 1, in: directory)
            try LocalFiles().replace(directory + "/snapshot", with: Array("ROLLCALL?".utf8))
            try await Whole.running(settings, on: Self.group) { whole in
                #expect(whole.log.lines.contains { $0.contains("The snapshot was refused") })
                let status = try await whole.get("/agents/1031").status
                #expect(status == 503)
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(Set(left) == ["lockout", "snapshot", "snapshot.refused"])
        }
    }

    @Test func `where the first base URL is dead answers come from the second`() async throws {
        let simulator = Self.simulator
        let port = try await simulator.start()
        let clock = LeapingClock(eventLoop: Self.group.next())
        let result = await Result { () async throws in
            var settings = try Whole.settings(cmsPort: 1)
            settings.cms.baseURLs.append(try BaseURL(parsing: "http://127.0.0.1:\(port)"))
            try await Whole.running(settings, on: Self.group, clock: clock) { whole in
                let first = try await whole.get("/agents/1031")
                // Until a first success a failed call is followed by a pause.
                if first.status == 503 { clock.leap(by: .seconds(5)) }
                let status = try await whole.get("/agents/1031").status
                #expect(status == 200)
                let metrics = try await whole.admin("/metrics").body
                let second = "base_url=\"http://127.0.0.1:\(port)\""
                #expect(metrics.contains("rollcall_cms_base_url_in_use{\(second)} 1\n"))
            }
            #expect(simulator.counters.calls == 1)
        }
        try await simulator.stop()
        try result.get()
    }
}
