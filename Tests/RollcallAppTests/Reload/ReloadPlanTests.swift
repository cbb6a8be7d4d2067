import Testing

@testable import RollcallApp

struct ReloadPlanTests {
    private static func load(_ lines: String = "", secret: String = "sk") throws -> LoadedSettings {
        var fixture = SettingsFixture()
        fixture.yaml += "\n" + lines
        fixture.files = MemoryFiles([
            "/run/secrets/rollcall": secret, "/one.yaml": "billing: {agents: [1031]}",
            "/two.yaml": "billing: {agents: [1031, 1032]}",
        ])
        return try fixture.load()
    }

    @Test func `what was read before changes nothing`() throws {
        let present = try Self.load("groups: {file: /one.yaml}")
        let plan = ReloadPlan(
            from: present,
            to: .success(try Self.load("groups: {file: /one.yaml}"))
        )
        guard case .nothing = plan else {
            Issue.record("\(plan)")
            return
        }
        #expect(plan.outcome == "unchanged")
    }

    @Test func `groups, freshness, request limits, level and keys are taken in`() throws {
        let next = try Self.load(
            """
            cache: {timeToLive: 3s}
            requests: {maximumIds: 10}
            log: {level: debug}
            groups: {file: /two.yaml}
            """,
            secret: "another"
        )
        let plan = ReloadPlan(
            from: try Self.load("groups: {file: /one.yaml}"),
            to: .success(next)
        )
        guard case .apply(_, let changed) = plan else {
            Issue.record("\(plan)")
            return
        }
        #expect(
            Set(changed) == [
                "cache.timeToLive", "requests.maximumIds", "log.level", "groups.file", "groups",
                "secret key",
            ]
        )
        #expect(plan.outcome == "applied")
    }

    @Test(
        arguments: [
            "listen: {port: 9000}", "admin: {port: 9001}", "limits: {maximumHeaders: 50}",
            "cache: {maximumBytes: 1MiB}", "log: {format: json}", "reload: {interval: 1s}",
            "shutdown: {gracePeriod: 1s}", "cache: {timeToLive: 3s}\nlisten: {port: 9000}",
        ]
    )
    func `what a listener or the table was made from needs a restart, and nothing is taken in`(
        lines: String
    ) throws {
        let plan = ReloadPlan(from: try Self.load(), to: .success(try Self.load(lines)))
        guard case .restart(let keys) = plan else {
            Issue.record("\(plan)")
            return
        }
        #expect(keys.count == 1)
        #expect(keys.first != .cacheTimeToLive)
        #expect(plan.outcome == "restart_needed")
    }

    @Test func `settings that cannot be used are refused with all that is wrong`() throws {
        let wrong = SettingsProblems([
            SettingsProblem("cache.timeToLive", "is too short"), SettingsProblem("x", "is unknown"),
        ])
        let plan = ReloadPlan(from: try Self.load(), to: .failure(wrong))
        guard case .refuse(let problems) = plan else {
            Issue.record("\(plan)")
            return
        }
        #expect(problems.problems.count == 2)
        #expect(plan.outcome == "refused")
    }

    @Test func `every outcome is counted under a name that is declared`() {
        #expect(Set(ReloadPlan.outcomes).count == 4)
        #expect(SettingKey.changeableWhileRunning.isSubset(of: SettingKey.all))
    }
}
