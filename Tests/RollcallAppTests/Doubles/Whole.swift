import AsyncHTTPClient
import CMS
import CMSSimulator
import Gateway
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Roster
import StatusEngine
import Tracing

@testable import RollcallApp

/// The application as the executable runs it, before a CMS on a loopback socket.
struct Whole: Sendable {
    /// The VDN of all whole tests.
    static let vdns = [170].compactMap { VDN($0) }
    /// The key pair the simulator accepts.
    static let credentials = Credentials(accessKey: "AK", secretKey: "whole-test-secret")

    let application: Application
    let addresses: BoundAddresses
    let log: RecordedLog
    private let client: HTTPClient

    /// One answer.
    struct Reply: Sendable {
        let status: Int
        let headers: [String: String]
        let body: String
    }

    /// Settings for a CMS at that port: nothing expires while a test runs.
    static func settings(cmsPort: Int) throws -> Settings {
        Settings(
            listen: .tcp(host: "127.0.0.1", port: 0),
            admin: .tcp(host: "127.0.0.1", port: 0),
            cms: CMSSettings(
                baseURLs: [try BaseURL(parsing: "http://127.0.0.1:\(cmsPort)")],
                ccID: 1,
                credentials: credentials,
                requestTimeout: .seconds(30)
            ),
            engine: EngineSettings(
                timeToLive: .seconds(3_600),
                negativeTimeToLive: .seconds(3_600)
            ),
            gateway: GatewaySettings(vdns: vdns, defaultWait: .seconds(30)),
            gracePeriod: .seconds(30)
        )
    }

    /// Runs the application while the body does, and then stops it as SIGTERM does.
    static func running(
        _ settings: Settings,
        on group: any EventLoopGroup,
        clock: (any EngineClock)? = nil,
        tracer: (any Tracer)? = nil,
        ticks: (any Ticking)? = nil,
        _ body: @Sendable (Whole) async throws -> Void
    ) async throws {
        let log = RecordedLog()
        var surroundings = Application.Surroundings(
            eventLoopGroup: group,
            logger: log.logger(),
            clock: clock ?? SystemClock(eventLoop: group.next()),
            seed: 1,
            endsOnSignals: false
        )
        surroundings.tracer = tracer
        surroundings.requestLog = log
        if let ticks { surroundings.ticks = ticks }
        let application = try Application.build(settings, in: surroundings)
        let addresses = try await application.start()
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(group),
            configuration: .init(timeout: .init(connect: .seconds(50)))
        )
        let whole = Whole(application: application, addresses: addresses, log: log, client: client)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await application.run() }
            let result = await Result { () async throws in try await body(whole) }
            await application.stop()
            try await tasks.waitForAll()
            try await client.shutdown()
            try result.get()
        }
    }

    /// Runs the application before the simulator.
    static func beforeSimulator(
        _ simulatorSettings: SimulatorSettings,
        change: @Sendable (inout Settings) throws -> Void = { _ in },
        tracer: (any Tracer)? = nil,
        _ body: @Sendable (Whole, CMSSimulatorServer) async throws -> Void
    ) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let simulator = CMSSimulatorServer(
            settings: simulatorSettings,
            eventLoopGroup: group,
            now: { SystemClock.wall }
        )
        var settings = try settings(cmsPort: try await simulator.start())
        try change(&settings)
        let result = await Result { [settings] () async throws in
            try await running(settings, on: group, tracer: tracer) { try await body($0, simulator) }
        }
        try await simulator.stop()
        try result.get()
    }

    /// Asks the gateway.
    func get(_ path: String) async throws -> Reply {
        try await get(path, at: addresses.gateway)
    }

    /// Asks the admin listener.
    func admin(_ path: String) async throws -> Reply {
        try await get(path, at: addresses.admin)
    }

    private func get(_ path: String, at address: ListenAddress) async throws -> Reply {
        let request = HTTPClientRequest(url: "http://\(address)\(path)")
        let response = try await client.execute(request, timeout: .seconds(50))
        let body = try await response.body.collect(upTo: 64 << 20)
        let headers = response.headers.map { ($0.name.lowercased(), $0.value) }
        return Reply(
            status: Int(response.status.code),
            headers: Dictionary(headers) { first, _ in first },
            body: String(buffer: body)
        )
    }
}

extension Result where Failure == any Error {
    /// The outcome of an asynchronous piece of work.
    init(_ work: () async throws -> Success) async {
        do {
            self = .success(try await work())
        } catch {
            self = .failure(error)
        }
    }
}
