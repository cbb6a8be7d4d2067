import CMS
import Roster
import StatusEngine
import Synchronization
import Testing

@testable import RollcallApp

struct ProberTests {
    /// Answers each call as scripted for its base URL, and keeps the calls.
    private final class ScriptedFetcher: StatusFetcher {
        private let outcomes: [CallOutcome]
        private let kept = Mutex<[StatusCall]>([])

        var calls: [StatusCall] { kept.withLock(\.self) }

        init(_ outcomes: [CallOutcome]) { self.outcomes = outcomes }

        func fetch(_ call: StatusCall) async -> CallOutcome {
            kept.withLock { $0.append(call) }
            return outcomes[call.endpoint]
        }
    }

    private struct ScriptedInspector: EndpointInspecting {
        func resolves(_ url: BaseURL) async -> Bool { false }

        func certificateDates(
            _ url: BaseURL,
            serverName: String?
        ) async -> CertificateDates? { CertificateDates(start: 0, end: 1) }
    }

    private static func verdicts(
        _ outcomes: [CallOutcome]
    ) async throws -> (verdicts: [ProbeVerdict], calls: [StatusCall]) {
        let fetcher = ScriptedFetcher(outcomes)
        var settings = try Whole.settings(cmsPort: 1)
        settings.cms.baseURLs = try outcomes.indices.map {
            try BaseURL(parsing: "https://cms\($0).example")
        }
        let prober = Prober(
            settings,
            fetcher: fetcher,
            skew: SkewNote(),
            inspector: ScriptedInspector(),
            now: { HandClock().now.wall }
        )
        return (await prober.run { _, _ in }, fetcher.calls)
    }

    private static let good = CallOutcome.success(StatusReport(reports: []))

    private static func bad(_ code: CallFailure.Code) -> CallOutcome { .failure(CallFailure(code)) }

    @Test func `each base URL gets one call for one agent`() async throws {
        let (verdicts, calls) = try await Self.verdicts([Self.good, Self.good])
        #expect(verdicts.map(\.isUsable) == [true, true])
        #expect(calls.map(\.endpoint) == [0, 1])
        #expect(calls.allSatisfy { $0.agents.map(\.number) == [101] })
    }

    @Test(arguments: [CallFailure.Code.unauthorized, .addressLocked, .forbidden])
    func `after a refusal no other base URL is called`(code: CallFailure.Code) async throws {
        let (verdicts, calls) = try await Self.verdicts([Self.bad(code), Self.good])
        #expect(verdicts.map(\.isUsable) == [false])
        #expect(calls.count == 1)
    }

    @Test func `a base URL that cannot be reached does not keep the next from being called`()
        async throws
    {
        let (verdicts, calls) = try await Self.verdicts([
            Self.bad(.connectFailed), Self.bad(.tlsFailed), Self.good,
        ])
        #expect(verdicts.map(\.isUsable) == [false, false, true])
        #expect(verdicts[0].text.contains("is not known here"))
        #expect(verdicts[1].text.contains("expired"))
        #expect(calls.count == 3)
    }

    @Test func `a lock-out is told by a file for the same credentials alone`() throws {
        let fixture = StateFixture()
        let record = LockOutRecord(step: 0, probeAt: HandClock().now.wall, code: .unauthorized)
        try fixture.lockOutKeeper().observe(.lockedOut(CallFailure(.unauthorized), record))
        let file = LockOutFile(StateFixture.settings, fixture.files)
        #expect(file.read(by: try StateFixture.cms()) == .refused(record))
        #expect(file.read(by: try StateFixture.cms(secret: "another")) == .refusedOthers)
        fixture.files.files = [:]
        #expect(file.read(by: try StateFixture.cms()) == .none)
    }

    @Test func `a file of a lock-out that cannot be read rules none out`() throws {
        let fixture = StateFixture()
        let cms = try StateFixture.cms()
        let file = LockOutFile(StateFixture.settings, fixture.files)
        for damaged in ["", "{}", #"{"version":1,"step":0"#] {
            fixture.files.files = [file.path: Array(damaged.utf8)]
            #expect(file.read(by: cms) == .unreadable("is damaged"))
        }
        fixture.files.failReading(.notReadable)
        #expect(file.read(by: cms) == .unreadable("may not be read by this user"))
    }

    @Test func `a refusal makes a lock-out that ends no earlier than one there was`() {
        let now = HandClock().now.wall
        let first = LockOutFile.Contents.none.record(after: .unauthorized, at: now)
        #expect(first.step == 0)
        #expect(first.probeAt.milliseconds == now.milliseconds + 60_000)
        let late = LockOutRecord(
            step: 4,
            probeAt: Timestamp(milliseconds: now.milliseconds + 900_000),
            code: .unauthorized
        )
        let next = LockOutFile.Contents.refused(late).record(after: .addressLocked, at: now)
        #expect(next.step == 4 && next.probeAt == late.probeAt && next.code == .addressLocked)
    }
}
