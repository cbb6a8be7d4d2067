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
            to: .success(try Self.load("groups: {file: /one.yaml}")),
            on: .signal
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
            to: .success(next),
            on: .signal
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
        let plan = ReloadPlan(
            from: try Self.load(),
            to: .success(try Self.load(lines)),
            on: .fileChange
        )
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
        let plan = ReloadPlan(from: try Self.load(), to: .failure(wrong), on: .fileChange)
        guard case .refuse(let problems) = plan else {
            Issue.record("\(plan)")
            return
        }
        #expect(problems.problems.count == 2)
        #expect(plan.outcome == "refused")
    }

    @Test(
        arguments: [
            ("  signing: {emptyQueryLine: blank}", "sk"),
            ("", "another"), ("cache: {timeToLive: 3s}", "another"),
        ]
    )
    func `a changed file alone never lets calls be signed otherwise, nor anything read with it`(
        lines: String,
        secret: String
    ) throws {
        let next = try Self.load(lines, secret: secret)
        let plan = ReloadPlan(from: try Self.load(), to: .success(next), on: .fileChange)
        guard case .wait(let changed) = plan else {
            Issue.record("\(plan)")
            return
        }
        #expect(!changed.isEmpty)
        let asked = ReloadPlan(from: try Self.load(), to: .success(next), on: .signal)
        guard case .apply = asked else {
            Issue.record("\(asked)")
            return
        }
    }

    @Test func `another certificate, key or CA at the same path needs a restart`() throws {
        func load(
            _ authority: String,
            _ certificate: String,
            _ key: String
        ) throws -> LoadedSettings {
            var fixture = SettingsFixture()
            fixture.yaml += """

                  tls: {caFile: /ca.pem}
                listen: {tls: {certificateFile: /cert.pem, keyFile: /key.pem}}
                """
            for (path, text) in ["/ca.pem": authority, "/cert.pem": certificate, "/key.pem": key] {
                fixture.files.files[path] = FileContents(bytes: Array(text.utf8))
            }
            return try fixture.load()
        }
        let present = try load(PEM.certificate, PEM.certificate, PEM.key)
        let renewed = try load(PEM.otherCertificate, PEM.otherCertificate, PEM.otherKey)
        let plan = ReloadPlan(from: present, to: .success(renewed), on: .signal)
        guard case .restart(let keys) = plan else {
            Issue.record("\(plan)")
            return
        }
        #expect(Set(keys) == [.cmsCAFile, .listenCertificateFile, .listenKeyFile])
        let same = ReloadPlan(
            from: present,
            to: .success(try load(PEM.certificate, PEM.certificate, PEM.key)),
            on: .signal
        )
        #expect(same.outcome == "unchanged")
    }

    @Test func `every plan is counted under an outcome that is declared, each under its own`()
        throws
    {
        let loaded = try Self.load()
        let plans: [ReloadPlan] = [
            .nothing, .apply(loaded, changed: []), .refuse(SettingsProblems([])), .restart([]),
            .wait(changed: []),
        ]
        #expect(Set(plans.map(\.outcome)) == Set(ReloadPlan.outcomes))
        #expect(Set(ReloadPlan.outcomes).count == plans.count)
        #expect(SettingKey.changeableWhileRunning.isSubset(of: SettingKey.all))
    }
}
