import Testing

@testable import RollcallApp

struct SettingsProblemTests {
    @Test func `all problems are told at once, each with key, place, value and remedy`() {
        var fixture = SettingsFixture()
        fixture.yaml = """
            listen: {port: 70000, hots: "::1"}
            cms:
              baseURLs: ["ftp://x"]
              ccId: many
              vdns: [170, 170]
              secretKeyFile: /nowhere
            cache: {timeToLive: 2}
            """
        fixture.environment = ["ROLLCALL_CMS_ACCESS_KEY": "AK", "ROLLCALL_LOG_LEVEL": "loud"]
        let problems = fixture.problems()
        let expected = [
            "ROLLCALL_CMS_ACCESS_KEY: is an environment variable that sets nothing;"
                + " did you mean ROLLCALL_CMS_ACCESSKEY?",
            "listen.hots (/etc/rollcall.yaml, line 1): is not a setting; did you mean listen.host?",
            "listen.port (/etc/rollcall.yaml, line 1): \"70000\" is out of range;"
                + " allowed: a whole number from 1 to 65535.",
            "cms.vdns (/etc/rollcall.yaml, line 5): \"170\" is listed twice;"
                + " allowed: a list of whole numbers from 1 to 5000, each once.",
            "cms.ccId (/etc/rollcall.yaml, line 4): \"many\" is not a whole number;"
                + " allowed: a whole number from 1 to 65535.",
            "cms.accessKey: is missing;"
                + " set it in the file or as ROLLCALL_CMS_ACCESSKEY; allowed: letters,"
                + " digits and marks of ASCII other than / and ;.",
            "cms.secretKeyFile (/etc/rollcall.yaml, line 6): \"/nowhere\" does not exist.",
            "cache.timeToLive (/etc/rollcall.yaml, line 7): \"2\" is not a duration such as"
                + " 500ms, 2s, 5m or 1h; allowed: a duration from 100ms to 1h.",
            "log.level (ROLLCALL_LOG_LEVEL): \"loud\" is not a choice;"
                + " allowed: trace, debug, info, notice, warning, error, critical.",
        ]
        for line in expected { #expect(problems.contains(line), "\(line)") }
        #expect(problems.contains { $0.hasPrefix("cms.baseURLs") && $0.contains("ftp://x") })
        #expect(problems.count == expected.count + 1, "\(problems)")
    }

    @Test(arguments: [
        ("admin: {port: 0}", "admin.port", "is out of range"),
        ("admin: {port: 1e3}", "admin.port", "is not a whole number"),
        ("admin: {port: [1]}", "admin.port", "is a list where one value belongs"),
        ("admin: {port: {a: 1}}", "admin.port", "has settings below it"),
        ("admin: {port: }", "admin.port", "has no value"),
        ("admin: {port: ''}", "admin.port", "is empty"),
        ("admin: 5", "admin", "is a section"),
        ("admin: {host: 'http://x'}", "admin.host", "is not a host"),
        ("cache: {maximumBytes: 256MB}", "cache.maximumBytes", "is not a size"),
        ("cache: {maximumBytes: 1B}", "cache.maximumBytes", "is out of range"),
        ("cache: {timeToLive: 2h}", "cache.timeToLive", "is out of range"),
        ("cache: {staleIfError: 5s}", "cache.staleIfError", "is too short"),
        ("cache: {negativeTimeToLive: 1s}", "cache.negativeTimeToLive", "is too short"),
        ("requests: {defaultWait: 0s}", "requests.defaultWait", "is out of range"),
        ("requests: {defaultWait: 31s}", "requests.defaultWait", "most requests.maximumWait"),
        ("requests: {maximumWait: 4s}", "requests.defaultWait", "which is 4s"),
        ("log: {format: xml}", "log.format", "is not a choice"),
        ("groups: {file: no.yaml}", "groups.file", "does not exist"),
        ("cashe: {timeToLive: 2s}", "cashe", "did you mean cache?"),
        ("listen: {tls: {certificateFile: no.pem}}", "listen.tls", "has no private key"),
        ("listen: {tls: {keyFile: no.pem}}", "listen.tls", "has no certificate"),
        ("listen: {port: 80, unixSocket: a}", "listen.port", "is given together with"),
        ("listen: {port: 9464}", "admin.port", "is the port of listen.port"),
        ("listen: {port: 9464, host: '::'}", "admin.port", "is the port of listen.port"),
        ("listen: {port: 9464, host: localhost}", "admin.port", "is the port of listen.port"),
        ("'listen.port': 1\nlisten: {port: 2}", "listen.port", "is given twice"),
        ("? [a]\n: 1", "settings", "has a key that is no text"),
    ])
    func `a wrong value is told by its key`(lines: String, key: String, complaint: String) {
        let problems = SettingsFixture.problems(with: lines)
        #expect(problems.contains { $0.hasPrefix(key) && $0.contains(complaint) }, "\(problems)")
    }

    @Test(arguments: [
        ("a: [", "is not YAML"), ("- 1\n- 2", "is not a list of names"),
        ("cms: {ccId: 1, ccId: 2}", "names \"ccId\" more than once"),
        ("a: 1\n---\nb: 2", "is not YAML"),
    ])
    func `a file that cannot be read as settings is one problem`(text: String, complaint: String) {
        var fixture = SettingsFixture()
        fixture.yaml = text
        let problems = fixture.problems()
        #expect(problems.contains { $0.contains(complaint) }, "\(problems)")
    }

    @Test func `a list of lists is told and the rest is still checked`() {
        let problems = SettingsFixture.problems(with: "admin: {host: [[1]], port: 0}")
        #expect(problems.contains { $0.contains("admin.host") && $0.contains("plain values") })
    }

    @Test func `every item of a list that is wrong is told`() {
        var fixture = SettingsFixture()
        fixture.environment["ROLLCALL_CMS_VDNS"] = "170,0,x,170,"
        #expect(fixture.problems().count == 4)
    }

    @Test func `one number written in two ways is listed twice`() {
        var fixture = SettingsFixture()
        fixture.environment["ROLLCALL_CMS_VDNS"] = "170,0170"
        #expect(fixture.problems().first?.contains("\"0170\" is listed twice") == true)
    }

    @Test(arguments: ["A\nX: y", "a/b", "a b", "a;b", "ä"])
    func `an access key that no header or signature can hold is a problem`(key: String) {
        var fixture = SettingsFixture()
        fixture.environment["ROLLCALL_CMS_ACCESSKEY"] = key
        #expect(fixture.problems().count == 1)
        #expect(fixture.problems().first?.contains("is not an access key") == true)
    }

    @Test func `a long path keeps its file's name`() {
        let path = "/\(String(repeating: "folder/", count: 20))rollcall.pem"
        let problem = SettingsProblem("k", value: path, "does not exist")
        #expect(problem.description.contains("\"/folder/"))
        #expect(problem.description.contains("/rollcall.pem\" does not exist"))
        #expect(problem.description.count < 100)
    }

    @Test func `a missing configuration file is told by its path`() {
        #expect(throws: SettingsProblems.self) {
            try LoadedSettings(file: "/no.yaml", environment: [:], files: MemoryFiles())
        }
    }

    @Test func `an address with a password in it is told without the password`() {
        var fixture = SettingsFixture()
        fixture.environment["ROLLCALL_CMS_BASEURLS"] = "https://me:hunter2@cms.example"
        let problems = fixture.problems()
        #expect(problems.count == 1)
        #expect(!problems.contains { $0.contains("hunter2") })
    }

    @Test func `a value is shown on one line and not endless`() {
        let problem = SettingsProblem("k", value: String(repeating: "x\n", count: 100), "is odd")
        #expect(!problem.description.contains("\n"))
        #expect(problem.description.count < 100)
    }

    @Test func `a missing certificate is told once with its path`() {
        let problems = SettingsFixture.problems(with: "tls: 1\nlisten: {tls: {keyFile: k.pem}}")
        #expect(problems.contains { $0.contains("\"k.pem\" does not exist") }, "\(problems)")
    }
}
