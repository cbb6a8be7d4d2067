import CMS
import NIOPosix
import Roster
import StatusEngine
import Synchronization
import Testing

/// Makes one fetcher with settings for tests, and one call through it.
struct Calls {
    static let moment = Timestamp(milliseconds: 1_795_420_800_000)
    static let credentials = Credentials(accessKey: "TESTAK0001", secretKey: "test-sk")

    var settings: CMSSettings
    let recorder = EventRecorder()

    init(_ urls: String..., change: (inout CMSSettings) -> Void = { _ in }) throws {
        settings = CMSSettings(
            baseURLs: try urls.map { try BaseURL(parsing: $0) },
            ccID: 1,
            credentials: Self.credentials,
            connectTimeout: .seconds(20),
            requestTimeout: .seconds(40)
        )
        change(&settings)
    }

    static func call(
        _ numbers: [Int] = [1031, 1099],
        endpoint: Int = 0,
        isResent: Bool = false
    ) throws -> StatusCall {
        let vdn = try #require(VDN(170))
        let agents = try numbers.map { try #require(AgentID($0)) }
        return StatusCall(
            id: CallID(1),
            vdn: vdn,
            agents: agents,
            endpoint: endpoint,
            isResent: isResent
        )
    }

    static func call(
        _ query: GroupQuery,
        endpoint: Int = 0,
        isResent: Bool = false
    ) throws -> GroupCall {
        let vdn = try #require(VDN(170))
        return GroupCall(
            id: CallID(1),
            vdn: vdn,
            endpoint: endpoint,
            query: query,
            isResent: isResent
        )
    }

    /// Runs a fetcher for as long as the body takes.
    func run<Value>(_ body: (CMSFetcher) async throws -> Value) async throws -> Value {
        let fetcher = try CMSFetcher(
            settings: settings,
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            now: { [ticks = Ticks()] in ticks.next() },
            observer: recorder
        )
        let result: Result<Value, any Error>
        do { result = .success(try await body(fetcher)) } catch { result = .failure(error) }
        try await fetcher.shutdown()
        return try result.get()
    }

    /// One call.
    func fetch(endpoint: Int = 0) async throws -> CallOutcome {
        let call = try Self.call(endpoint: endpoint)
        return try await run { await $0.fetch(call) }
    }

    /// One call about groups.
    func fetch(_ query: GroupQuery, endpoint: Int = 0) async throws -> GroupCallOutcome {
        let call = try Self.call(query, endpoint: endpoint)
        return try await run { await $0.fetch(call) }
    }
}

/// A wall clock that goes on by a second whenever it is read.
private final class Ticks: Sendable {
    private let count = Atomic<Int64>(0)

    func next() -> Timestamp {
        let seconds = count.wrappingAdd(1, ordering: .relaxed).oldValue
        return Calls.moment.advanced(bySeconds: seconds)
    }
}

extension Result where Failure == CallFailure {
    var failure: CallFailure? { if case .failure(let failure) = self { failure } else { nil } }
}
