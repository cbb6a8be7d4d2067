import CMS
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

/// A state directory in memory, and an engine that never calls.
struct StateFixture {
    private struct NoCalls: StatusFetcher, GroupFetcher {
        func fetch(_ call: GroupCall) async -> GroupCallOutcome {
            Issue.record("a call about groups was sent")
            return .failure(CallFailure(.connectFailed))
        }

        func fetch(_ call: StatusCall) async -> CallOutcome {
            Issue.record("a call was sent")
            return .failure(CallFailure(.connectFailed))
        }
    }

    private struct Unobserved: EngineObserver {
        func observe(_ event: EngineEvent) {}
    }

    static let settings = StateSettings(directory: "/state")

    let files = MemoryStateFiles()
    let log = RecordedLog()
    let clock = HandClock()

    static func cms(secret: String = "sk-of-the-fixture", ccID: Int = 1) throws -> CMSSettings {
        CMSSettings(
            baseURLs: [try BaseURL(parsing: "https://cms.example")],
            ccID: ccID,
            credentials: Credentials(accessKey: "AK", secretKey: secret)
        )
    }

    func lockOutKeeper(secret: String = "sk-of-the-fixture") throws -> LockOutKeeper {
        LockOutKeeper(
            LockOutFile(Self.settings, files),
            cms: try Self.cms(secret: secret),
            salt: [1, 2, 255],
            logger: log.logger()
        )
    }

    func quotaKeeper() -> QuotaKeeper {
        QuotaKeeper(Self.settings, files, logger: log.logger())
    }

    func status(quota: CallQuota? = nil) throws -> StatusService {
        var settings = EngineSettings()
        settings.callQuota = quota
        return StatusService(
            settings: settings,
            vdns: [try #require(VDN(170))],
            clock: clock,
            fetcher: NoCalls(),
            groupFetcher: NoCalls(),
            observer: Unobserved(),
            seed: 1
        )
    }

    func snapshotKeeper(_ status: StatusService, ccID: Int = 1) throws -> SnapshotKeeper {
        SnapshotKeeper(
            Self.settings,
            files,
            cms: try Self.cms(ccID: ccID),
            status: status,
            clock: clock,
            logger: log.logger()
        )
    }

    /// Agents 1001 and up as they stood at the start of the clock.
    func snapshot(agents: Int) throws -> StatusSnapshot {
        let vdn = try #require(VDN(170))
        let at = HandClock().now.wall
        let entries = try (0..<agents)
            .map { index in
                let id = try #require(AgentID(1_001 + index))
                let report = AgentReport(id: id, stateCode: 1, stateSeconds: 5)
                let agent = Agent(report, askedAt: at, observedAt: at, previous: nil)
                return StatusSnapshot.Entry(vdn: vdn, id: id, agent: agent, observedAt: at)
            }
        return StatusSnapshot(entries: entries)
    }
}
