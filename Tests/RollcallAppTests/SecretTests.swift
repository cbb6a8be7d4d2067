import CMS
import Testing

@testable import RollcallApp

struct SecretTests {
    private func problems(_ text: String, permissions: UInt16 = 0o600) -> [String] {
        var fixture = SettingsFixture()
        fixture.files.files["/run/secrets/rollcall"] = FileContents(
            bytes: Array(text.utf8),
            permissions: permissions
        )
        return fixture.problems()
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o610, 0o644] as [UInt16])
    func `a secret file that others may read is a problem`(permissions: UInt16) {
        let problems = problems("sk", permissions: permissions)
        #expect(problems.count == 1)
        #expect(problems.first?.contains("chmod 600 /run/secrets/rollcall") == true)
    }

    @Test(arguments: [0o600, 0o400, 0o700] as [UInt16])
    func `a secret file of its owner alone is in order`(permissions: UInt16) {
        #expect(problems("sk", permissions: permissions) == [])
    }

    @Test func `an unreadable secret file is told`() {
        var fixture = SettingsFixture()
        fixture.files.troubles["/run/secrets/rollcall"] = .notReadable
        #expect(fixture.problems().first?.contains("may not be read by this user") == true)
    }

    @Test(arguments: [
        ("", "is an empty file"), ("\n\r\n", "an empty file"), ("a\nb", "several lines"),
    ])
    func `a secret file must hold one line`(text: String, complaint: String) {
        #expect(problems(text).count == 1)
    }

    @Test func `bytes that are no text are told without being shown`() {
        var fixture = SettingsFixture()
        fixture.files.files["/run/secrets/rollcall"] = FileContents(bytes: [0xFF, 0x41])
        #expect(fixture.problems().first?.contains("not UTF-8") == true)
    }

    @Test func `line ends after the secret do not belong to it`() throws {
        var fixture = SettingsFixture()
        fixture.files.files["/run/secrets/rollcall"] = FileContents(bytes: Array("s k \r\n\n".utf8))
        #expect(try fixture.load().settings.cms.credentials.secretKey == "s k ")
    }

    @Test func `a secret given twice is a problem that does not show it`() {
        let problems = SettingsFixture.problems(
            with: "",
            environment: ["ROLLCALL_CMS_SECRETKEY": SettingsFixture.secret]
        )
        #expect(problems.count == 1)
        #expect(problems.first?.contains("give only one of the two") == true)
        #expect(!problems.joined().contains(SettingsFixture.secret))
    }

    @Test func `no secret at all is one problem`() {
        var fixture = SettingsFixture()
        fixture.yaml = fixture.yaml.split(separator: "\n").dropLast().joined(separator: "\n")
        #expect(fixture.problems().count == 1)
        #expect(fixture.problems().first?.contains("cms.secretKey: is missing") == true)
    }

    @Test(arguments: [
        "cms: {secretKey: [\(SettingsFixture.secret)]}",
        "cms: {secretKey: {\(SettingsFixture.secret): 1}}",
        "cms: {secretKey: \"\(SettingsFixture.secret)", "cms: [\(SettingsFixture.secret)",
        "cms: {secretKey: \(SettingsFixture.secret)}\n: : -",
        "cms: {secretKey: a, secretKey: \(SettingsFixture.secret)}",
    ])
    func `a broken file never shows the secret in it`(yaml: String) {
        var fixture = SettingsFixture()
        fixture.yaml = yaml
        let problems = fixture.problems()
        #expect(!problems.isEmpty)
        #expect(!problems.joined().contains(SettingsFixture.secret), "\(problems)")
    }

    @Test func `the listing shows every setting and no secret`() throws {
        var fixture = SettingsFixture()
        fixture.yaml = fixture.yaml.split(separator: "\n").dropLast().joined(separator: "\n")
        fixture.environment["ROLLCALL_CMS_SECRETKEY"] = SettingsFixture.secret
        let listing = SettingsListing(try fixture.load()).description
        #expect(!listing.contains(SettingsFixture.secret))
        for key in SettingKey.all { #expect(listing.contains(key.name)) }
        #expect(listing.contains("(secret)"))
        #expect(listing.contains("ROLLCALL_CMS_SECRETKEY"))
    }
}
