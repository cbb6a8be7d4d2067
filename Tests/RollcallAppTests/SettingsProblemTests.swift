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
        fixture.environment = ["ROLLCALL_LOG_LEVEL": "loud"]
        let problems = fixture.problems()
        let expected = [
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
        ("admin: {host: 'http://x'}", "admin.host", "a port has no place in it"),
        ("admin: {host: 'x/y'}", "admin.host", "is not a host"),
        ("admin: {host: 'a..b'}", "admin.host", "is not a host"),
        ("admin: {host: '*'}", "admin.host", "is not a host"),
        ("admin: {host: '10.0.0.256'}", "admin.host", "is not an IP address"),
        ("listen: {host: '10.0.0.1:80'}", "listen.host", "a port has no place in it"),
        ("listen: {host: 'localhost:80'}", "listen.host", "a port has no place in it"),
        ("listen: {host: '::1::'}", "listen.host", "is no IPv6 address"),
        ("listen: {host: 'fe80::1%'}", "listen.host", "is no IPv6 address"),
        ("listen: {unixSocket: /run/}", "listen.unixSocket", "is a directory"),
        ("listen: {unixSocket: /var}", "listen.unixSocket", "is a directory"),
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
        ("listen: {port: 9464, host: '0'}", "admin.port", "is the port of listen.port"),
        ("listen: {port: 9464, host: '0::0'}", "admin.port", "is the port of listen.port"),
        ("listen: {port: 9464, host: '127.1'}", "admin.port", "is the port of listen.port"),
        ("listen: {port: 9464, host: '::ffff:127.0.0.1'}", "admin.port", "is the port of listen"),
        ("'listen.port': 1\nlisten: {port: 2}", "listen.port", "is given twice"),
        ("? [a]\n: 1", "settings", "has a key that is no text"),
    ])
    func `a wrong value is told by its key`(lines: String, key: String, complaint: String) {
        var fixture = SettingsFixture()
        fixture.yaml += "\n" + lines
        fixture.files.directories = ["/var"]
        let problems = fixture.problems()
        #expect(problems.contains { $0.hasPrefix(key) && $0.contains(complaint) }, "\(problems)")
    }

    @Test(arguments: [
        ("a: [", "is not YAML"), ("- 1\n- 2", "is not a list of names"),
        ("cms: {ccId: 1, ccId: 2}", "names \"ccId\" more than once"),
        ("a: 1\n---\nb: 2", "is not YAML"), ("cms:\n\tccId: 1", "is not YAML"),
        ("cms", "is not a list of names"), ("cms: {ccId: 1", "is not YAML"),
        ("cms: &a {ccId: *b}", "is not YAML"), ("cms: \"\\q\"", "is not YAML"),
    ])
    func `a file that cannot be read as settings is one problem`(text: String, complaint: String) {
        var fixture = SettingsFixture()
        fixture.yaml = text
        let problems = fixture.problems()
        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.contains(complaint) == true, "\(problems)")
    }

    @Test func `a file in Latin-1 and one that is not there are one problem each`() {
        let latin = FileContents(bytes: Array("cms: {accessKey: ".utf8) + [0xFC, 0x7D])
        for file in [latin, nil] {
            var files = MemoryFiles()
            files.files["/etc/rollcall.yaml"] = file
            let error = #expect(throws: SettingsProblems.self) {
                try LoadedSettings(file: "/etc/rollcall.yaml", environment: [:], files: files)
            }
            #expect(error?.problems.count == 1)
        }
    }

    @Test(arguments: ["cms: 5", "cms: [a]", "cms: text"])
    func `what is missing because its section cannot be read is no problem of its own`(yaml: String)
    {
        var fixture = SettingsFixture()
        fixture.yaml = yaml
        #expect(fixture.problems().count == 1, "\(fixture.problems())")
    }

    @Test(arguments: ["admin: {host: [[1]], port: 0}", "admin: {port: 0}\n? [a]\n: 1"])
    func `what has the wrong shape is told, and the rest is read and checked`(lines: String) {
        let problems = SettingsFixture.problems(with: lines)
        #expect(problems.count == 2, "\(problems)")
        #expect(problems.contains { $0.contains("admin.port") && $0.contains("out of range") })
    }

    @Test func `a groups file that cannot be read leaves no group of a key unknown`() {
        var fixture = SettingsFixture()
        fixture.yaml += "\ngroups: {file: groups.yaml}\naccess: {keysFile: keys.yaml}"
        let digest = String(repeating: "0a", count: 32)
        fixture.files.files["/etc/keys.yaml"] = FileContents(
            bytes: Array("a: {sha256: \(digest), groups: [billing]}".utf8)
        )
        for text in ["billing: [", "billing: {agents: [x]}"] {
            fixture.files.files["/etc/groups.yaml"] = FileContents(bytes: Array(text.utf8))
            #expect(fixture.problems().count == 1, "\(fixture.problems())")
        }
        fixture.files.files["/etc/groups.yaml"] = nil
        #expect(fixture.problems().count == 1, "\(fixture.problems())")
    }

    @Test func `a socket's path may have 103 bytes and no more`() {
        let path = "/" + String(repeating: "s", count: 102)
        #expect(SettingsFixture.problems(with: "listen: {unixSocket: \(path)}") == [])
        let problems = SettingsFixture.problems(with: "listen: {unixSocket: \(path)s}")
        #expect(problems.count == 1)
        #expect(problems.first?.contains("is too long for a socket: 104 bytes") == true)
    }

    @Test(arguments: [
        "localhost", "localhost.", "gateway_1.example", "0.0.0.0", "127.1", "::", "::1",
        "fe80::1%eth0", "::ffff:10.0.0.1", "x1", "1.example",
    ])
    func `a host that something could listen on is taken`(host: String) {
        #expect(SettingsFixture.problems(with: "admin: {host: '\(host)'}") == [])
    }

    @Test(arguments: [
        "10.0.0.5", "::1", "[::1]", "a:1", "1", "cms.example.", "cms..example", ".", "c m",
        "ü.example",
        "cms.example/x", "*.example", "cms.example:443", "10.0.0", "cms.example.7",
    ])
    func `a name that TLS cannot ask for is refused`(name: String) {
        let problems = SettingsFixture.problems(with: "cms.tls.serverName: '\(name)'")
        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.contains("is not a host name") == true)
    }

    @Test func `a name that TLS can ask for is taken`() {
        for name in ["cms", "cms.example", "CMS-1.example.org", "a_b.example", "7cms"] {
            #expect(SettingsFixture.problems(with: "cms.tls.serverName: \(name)") == [])
        }
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
