import CMS
import Gateway
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct ReloadPlanTests {
    /// Everything a reload reads, in order, and then changed.
    private static func fixture(
        _ lines: String = "",
        secret: String = "sk",
        files: [String: String] = [:],
        minimal: String = SettingsFixture.minimal
    ) -> SettingsFixture {
        var fixture = SettingsFixture()
        fixture.yaml = minimal + "\n" + lines
        fixture.files = MemoryFiles([
            "/run/secrets/rollcall": secret, "/one.yaml": "billing: {agents: [1031]}",
            "/two.yaml": "billing: {agents: [1031, 1032]}",
            "/keys.yaml": key("a", "0") + key("b", "1"), "/cert.pem": PEM.certificate,
            "/key.pem": PEM.key, "/ca.pem": PEM.certificate,
        ])
        for (path, text) in files {
            fixture.files.files[path] = FileContents(bytes: Array(text.utf8))
        }
        return fixture
    }

    private static func key(_ name: String, _ digit: Character) -> String {
        "\(name): {sha256: \(String(repeating: digit, count: 64))}\n"
    }

    private func plan(
        from present: SettingsFixture,
        to next: SettingsFixture,
        on trigger: ReloadPlan.Trigger = .signal
    ) throws -> ReloadPlan {
        ReloadPlan(from: try present.load(), reading: next.reading(), on: trigger)
    }

    /// Settings with keys, groups and certificates.
    private static let whole = """
        access: {keysFile: /keys.yaml}
        groups: {file: /one.yaml}
        listen: {tls: {certificateFile: /cert.pem, keyFile: /key.pem, clientCAFile: /ca.pem}}
        """
    private static let withAuthority = SettingsFixture.minimal + "\n  tls: {caFile: /ca.pem}"

    private func keyCount(_ plan: ReloadPlan) -> Int? {
        plan.next.settings.access.keys?.all.count
    }

    @Test func `what was read before changes nothing`() throws {
        let same = Self.fixture(Self.whole)
        let plan = try plan(from: same, to: same)
        #expect(plan.changed == [])
        #expect(plan.outcomes == [.unchanged])
    }

    @Test func `groups, freshness, request limits, level and keys are taken in`() throws {
        let next = Self.fixture(
            """
            cache: {timeToLive: 3s}
            requests: {maximumIds: 10}
            log: {level: debug}
            groups: {file: /two.yaml}
            """,
            secret: "another"
        )
        let plan = try plan(from: Self.fixture("groups: {file: /one.yaml}"), to: next)
        #expect(
            Set(plan.changed) == [
                "cache.timeToLive", "requests.maximumIds", "log.level", "groups.file", "groups",
                "secret key",
            ]
        )
        #expect(plan.outcomes == [.applied])
        #expect(plan.next.settings.engine.timeToLive == .seconds(3))
    }

    @Test(
        arguments: [
            "listen: {port: 9000}", "admin: {port: 9001}", "limits: {maximumHeaders: 50}",
            "cache: {maximumBytes: 1MiB}", "log: {format: json}", "reload: {interval: 1s}",
            "shutdown: {gracePeriod: 1s}",
            "listen: {tls: {certificateFile: /cert.pem, keyFile: /key.pem}}",
        ]
    )
    func `what a listener or the table was made from needs a restart, and stays as it is`(
        lines: String
    ) throws {
        let present = Self.fixture()
        let plan = try plan(from: present, to: Self.fixture(lines), on: .fileChange)
        #expect(!plan.restart.isEmpty)
        #expect(plan.changed == [])
        #expect(plan.outcomes == [.restartNeeded])
        let settings = plan.next.settings
        #expect(settings.listen == (try present.load().settings.listen))
        #expect(settings.listenTLS == nil)
    }

    @Test(
        arguments: [
            "listen: {port: 9000}", "cms: {requestTimeout: 9s}", "cms: {vdns: [171, 170]}",
            "cms: {baseURLs: [\"https://other.example\"]}", "state: {directory: /state}",
        ]
    )
    func `a setting that needs a restart keeps nothing else from being taken in`(
        restart: String
    ) throws {
        var minimal = SettingsFixture.minimal
        var lines = "access: {keysFile: /keys.yaml}\ngroups: {file: /two.yaml}\n"
        if restart.hasPrefix("cms: ") {
            let part = restart.dropFirst("cms: {".count).dropLast()
            let name = part.prefix { $0 != ":" }
            minimal = minimal.split(separator: "\n").filter { !$0.contains(name) }
                .joined(separator: "\n")
            minimal += "\n  \(part)"
        } else {
            lines += restart + "\n"
        }
        var next = Self.fixture(
            lines + "cache: {timeToLive: 3s}",
            secret: "right",
            files: ["/keys.yaml": Self.key("b", "1")],
            minimal: minimal
        )
        next.files.directories = ["/state"]
        let present = Self.fixture("access: {keysFile: /keys.yaml}\ngroups: {file: /one.yaml}")
        let plan = try plan(from: present, to: next)
        #expect(plan.restart.count == 1)
        #expect(plan.outcomes == [.restartNeeded, .applied])
        #expect(keyCount(plan) == 1)
        #expect(plan.next.settings.cms.credentials.secretKey == "right")
        #expect(
            Set(plan.changed) == [
                "cache.timeToLive", "groups.file", "groups", "keys", "secret key",
            ]
        )
        // Groups without a VDN stay those of the VDN that is the default until then.
        #expect(plan.next.settings.groups.group(named: "billing", in: Whole.vdns[0]) != nil)
        #expect(plan.next.settings.cms.baseURLs == (try present.load().settings.cms.baseURLs))
    }

    @Test func `what is read that is of no use before a restart keeps no key and no secret`() throws
    {
        let vdns = SettingsFixture.minimal.replacing("[170, 171]", with: "[170, 171, 172]")
        let next = Self.fixture(
            "access: {keysFile: /keys.yaml}\ngroups: {file: /two.yaml}",
            secret: "right",
            files: [
                "/two.yaml": "new: {agents: [1031], vdn: 172}", "/keys.yaml": Self.key("b", "1"),
            ],
            minimal: vdns
        )
        let plan = try plan(
            from: Self.fixture("access: {keysFile: /keys.yaml}\ngroups: {file: /one.yaml}"),
            to: next
        )
        #expect(plan.restart == [.cmsVDNs])
        #expect(Set(plan.changed) == ["keys", "secret key"])
        #expect(keyCount(plan) == 1)
        #expect(plan.outcomes == [.restartNeeded, .applied, .refused])
    }

    @Test func `settings that cannot be used are refused with all that is wrong`() throws {
        let next = Self.fixture("cache: {timeToLive: soon, colour: red}\ngroups: {file: /two.yaml}")
        let plan = try plan(from: Self.fixture(), to: next, on: .fileChange)
        #expect(plan.problems.count == 2)
        #expect(plan.changed == [])
        #expect(plan.outcomes == [.refused])
    }

    @Test(
        arguments: [
            "cache: {timeToLive: soon}", "\tno YAML", "groups: {file: /nowhere.yaml}",
            "cms: {}", "access: {keysFile: /nowhere.yaml}",
        ]
    )
    func `a key that is taken away opens nothing any more, whatever is wrong with the rest`(
        wrong: String
    ) throws {
        let present = Self.fixture("access: {keysFile: /keys.yaml}")
        let lines = wrong.hasPrefix("access") ? wrong : "access: {keysFile: /keys.yaml}\n" + wrong
        let next = Self.fixture(
            lines,
            secret: "another",
            files: ["/keys.yaml": Self.key("b", "1") + Self.key("c", "2")]
        )
        let plan = try plan(from: present, to: next, on: .fileChange)
        #expect(plan.changed == ["keys"])
        #expect(keyCount(plan) == 2)
        #expect(plan.outcomes == [.refused, .applied])
        #expect(plan.next.settings.cms.credentials.secretKey == "sk")
    }

    @Test(arguments: ["a: {sha256: 1}", "", "{", "a: {sha256: 0, colour: red}"])
    func `a keys file that is of no use changes no key`(keys: String) throws {
        let lines = "access: {keysFile: /keys.yaml}"
        let next = Self.fixture(lines + "\ncache: {timeToLive: soon}", files: ["/keys.yaml": keys])
        let plan = try plan(from: Self.fixture(lines), to: next)
        #expect(plan.changed == [])
        #expect(keyCount(plan) == 2)
    }

    @Test(
        arguments: [
            ("  signing: {emptyQueryLine: blank}", "sk"),
            ("", "another"), ("cache: {timeToLive: 3s}", "another"),
        ]
    )
    func `a changed file alone never lets calls be signed otherwise, and the rest is taken in`(
        lines: String,
        secret: String
    ) throws {
        let next = Self.fixture(
            lines + "\naccess: {keysFile: /keys.yaml}",
            secret: secret,
            files: ["/keys.yaml": Self.key("a", "0")]
        )
        let present = Self.fixture("access: {keysFile: /keys.yaml}")
        let waiting = try plan(from: present, to: next, on: .fileChange)
        #expect(!waiting.waiting.isEmpty)
        #expect(waiting.outcomes == [.waiting, .applied])
        #expect(waiting.changed.contains("keys"))
        let before = try present.load().settings.cms
        #expect(!waiting.next.settings.cms.isSignedUnlike(before))
        let asked = try plan(from: present, to: next, on: .signal)
        #expect(asked.outcomes == [.applied])
        #expect(asked.next.settings.cms.isSignedUnlike(before))
        // What waits is still found to differ by the next reload.
        let later = ReloadPlan(from: waiting.next, reading: next.reading(), on: .signal)
        #expect(later.next.settings.cms.isSignedUnlike(before))
    }

    @Test func `another certificate, key or CA at the same path is taken in`() throws {
        let present = Self.fixture(Self.whole, minimal: Self.withAuthority)
        let pair = ["/cert.pem": PEM.otherCertificate, "/key.pem": PEM.otherKey]
        for (files, parts) in [
            (pair, [CertificatePart.listener]),
            (["/ca.pem": PEM.otherCertificate], [.listener, .cms]),
        ] {
            let next = Self.fixture(Self.whole, files: files, minimal: Self.withAuthority)
            let plan = try plan(from: present, to: next, on: .fileChange)
            #expect(plan.renewed == parts)
            #expect(plan.outcomes == [.applied])
            #expect(plan.changed.allSatisfy { $0.contains("tls") })
            let again = ReloadPlan(from: plan.next, reading: next.reading(), on: .fileChange)
            #expect(again.outcomes == [.unchanged])
        }
    }

    @Test func `certificates at another path, or wanted of clients otherwise, are taken in`() throws
    {
        let present = Self.fixture(Self.whole)
        for (old, new) in [
            ("/cert.pem", "/new.pem"), ("/ca.pem", "/new.pem"),
            ("/ca.pem}", "/ca.pem, clientCertificates: optional}"),
        ] {
            let lines = Self.whole.replacing(old, with: new)
            let next = Self.fixture(lines, files: ["/new.pem": PEM.certificate])
            let plan = try plan(from: present, to: next)
            #expect(plan.renewed == [.listener])
            #expect(plan.outcomes == [.applied])
        }
    }

    @Test func `a key of another certificate is refused, and everything else is taken in`() throws {
        let present = Self.fixture(Self.whole)
        let next = Self.fixture(Self.whole, secret: "right", files: ["/key.pem": PEM.otherKey])
        let plan = try plan(from: present, to: next)
        #expect(plan.outcomes == [.refused, .applied])
        #expect(plan.renewed == [])
        #expect(plan.changed == ["secret key"])
    }

    @Test func `certificates that cannot be read are refused, and everything else is taken in`()
        throws
    {
        let present = Self.fixture(Self.whole, minimal: Self.withAuthority)
        for path in ["/cert.pem", "/key.pem", "/ca.pem"] {
            var next = Self.fixture(
                Self.whole,
                secret: "right",
                files: ["/keys.yaml": Self.key("b", "1")],
                minimal: Self.withAuthority
            )
            next.files.troubles[path] = .notFound
            let plan = try plan(from: present, to: next)
            #expect(plan.outcomes == [.refused, .applied])
            #expect(plan.problems.allSatisfy { $0.subject.contains(".tls.") })
            #expect(!plan.problems.isEmpty)
            #expect(plan.renewed == [])
            #expect(Set(plan.changed) == ["keys", "secret key"])
            #expect(plan.next.settings.listenTLS == (try present.load().settings.listenTLS))
        }
    }

    @Test func `certificates that turn out to be of no use stay as they are, and are tried again`()
        throws
    {
        let present = Self.fixture(Self.whole)
        let pair = ["/cert.pem": PEM.otherCertificate, "/key.pem": PEM.otherKey]
        let next = Self.fixture(Self.whole, secret: "right", files: pair)
        var plan = try plan(from: present, to: next)
        #expect(plan.renewed == [.listener])
        plan.keep(
            .listener,
            because: SettingsProblem("listen.tls.certificateFile", "is not usable")
        )
        #expect(plan.renewed == [])
        #expect(plan.changed == ["secret key"])
        #expect(plan.outcomes == [.refused, .applied])
        let again = ReloadPlan(from: plan.next, reading: next.reading(), on: .signal)
        #expect(again.renewed == [.listener])
    }

    @Test func `every setting a reload can change is one there is`() {
        #expect(SettingKey.changeableWhileRunning.isSubset(of: SettingKey.all))
        #expect(CertificatePart.allKeys.isSubset(of: SettingKey.changeableWhileRunning))
        #expect(SettingKey.changeableWhileRunning.isSuperset(of: SettingKey.aboutSigning))
    }
}
