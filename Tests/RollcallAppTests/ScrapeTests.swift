import CMS
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct ScrapeTests {
    private let fixture = StateFixture()

    private func scrape(_ status: StatusService, snapshots: SnapshotKeeper? = nil) throws -> Scrape
    {
        Scrape(
            metrics: RollcallMetrics(),
            status: status,
            baseURLs: [
                try BaseURL(parsing: "https://one.example"),
                try BaseURL(parsing: "https://two.example:28443"),
            ],
            snapshots: snapshots,
            clock: fixture.clock
        )
    }

    @Test func `the base URL in use is the one with a 1`() throws {
        let text = try scrape(fixture.status()).text
        let name = "rollcall_cms_base_url_in_use"
        #expect(text.contains("\(name){base_url=\"https://one.example\"} 1\n"))
        #expect(text.contains("\(name){base_url=\"https://two.example:28443\"} 0\n"))
    }

    @Test func `the last snapshot's age and size are told once there is one`() throws {
        let status = try fixture.status()
        let keeper = try fixture.snapshotKeeper(status)
        let scrape = try scrape(status, snapshots: keeper)
        #expect(!scrape.text.contains("\nrollcall_snapshot_bytes "))
        keeper.save()
        fixture.clock.advance(42)
        #expect(scrape.text.contains("\nrollcall_snapshot_age_seconds 42\n"))
        let bytes = try #require(fixture.files.files["/state/snapshot"]).count
        #expect(scrape.text.contains("\nrollcall_snapshot_bytes \(bytes)\n"))
    }

    @Test func `a lock-out is shown until a probe has succeeded, though one may leave`() throws {
        let status = try fixture.status()
        let scrape = try scrape(status)
        #expect(scrape.text.contains("\nrollcall_cms_locked_out 0\n"))
        let probeAt = fixture.clock.now.wall.advanced(bySeconds: 60)
        status.restore(LockOutRecord(step: 0, probeAt: probeAt, code: .unauthorized))
        #expect(scrape.text.contains("\nrollcall_cms_locked_out 1\n"))
        #expect(status.gauges.refusal == .cmsLockedOut)
        fixture.clock.advance(60)
        #expect(scrape.text.contains("\nrollcall_cms_locked_out 1\n"))
        #expect(status.gauges.refusal == nil)
    }

    @Test func `the quota left is shown where there is a quota`() throws {
        let status = try fixture.status(quota: CallQuota(calls: 7, window: .seconds(60)))
        #expect(try scrape(status).text.contains("\nrollcall_cms_quota_left_calls 7\n"))
        let without = try scrape(fixture.status()).text
        #expect(!without.contains("\nrollcall_cms_quota_left_calls "))
    }

    @Test func `a source of groups that is switched off has no figures any more`() throws {
        let (status, vdn) = (try fixture.status(), try #require(VDN(170)))
        let scrape = try scrape(status)
        var settings = EngineSettings()
        settings.groups.intervals[.userGroups] = .seconds(60)
        let group = LearntGroup(
            id: "7",
            name: "billing",
            members: AgentIDSet([AgentID(unchecked: 1_031)]),
            membership: Membership(observedAt: fixture.clock.now.wall)
        )
        let learnt = LearntGroups(groups: [.userGroups: [group]])
        status.change(to: settings)
        _ = status.restore(StatusSnapshot(entries: [], groups: [vdn: learnt]))
        fixture.clock.advance(42)
        let name = "rollcall_group_members_age_seconds"
        #expect(scrape.text.contains("\nrollcall_groups{source=\"userGroups\"} 1\n"))
        #expect(scrape.text.contains("\n\(name){source=\"userGroups\"} 42\n"))
        status.change(to: EngineSettings())
        #expect(!scrape.text.contains("{source="))
        status.change(to: settings)
        #expect(scrape.text.contains("\nrollcall_groups{source=\"userGroups\"} 0\n"))
        #expect(!scrape.text.contains("\n\(name){"))
    }

    @Test func `the clocks' difference is shown as the last answer told it`() throws {
        let scrape = try scrape(fixture.status())
        for seconds in [Int64(754), -2] {
            (scrape.metrics as any CMSObserver).observe(.clockSkew(seconds: seconds))
        }
        #expect(scrape.text.contains("\nrollcall_cms_clock_skew_seconds -2\n"))
    }
}
