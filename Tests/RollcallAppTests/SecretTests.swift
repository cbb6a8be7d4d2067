import CMS
import Testing

@testable import RollcallApp

struct SecretTests {
    private static let secret = "sk-Very+secret/0123=="

    /// Where a secret may come from.
    enum Source: CaseIterable {
        case file
        case variable
        case yaml
    }

    /// A configuration with that secret key, given in that way.
    private static func fixture(_ text: String, from source: Source) -> SettingsFixture {
        var fixture = SettingsFixture()
        let lines = fixture.yaml.split(separator: "\n").dropLast().joined(separator: "\n")
        switch source {
        case .file:
            fixture.files.files["/run/secrets/rollcall"] = FileContents(bytes: Array(text.utf8))
        case .variable:
            fixture.yaml = lines
            fixture.environment["ROLLCALL_CMS_SECRETKEY"] = text
        case .yaml:
            fixture.yaml = lines + "\n  secretKey: \"\(escaped(text))\""
        }
        return fixture
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars
            .map { scalar in
                let digits = String(scalar.value, radix: 16)
                return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
            .joined()
    }

    private func problems(
        permissions: UInt16,
        readOnly isOnReadOnlyMount: Bool = false
    ) -> [String] {
        var fixture = SettingsFixture()
        fixture.files.files["/run/secrets/rollcall"] = FileContents(
            bytes: Array(Self.secret.utf8),
            permissions: permissions,
            isOnReadOnlyMount: isOnReadOnlyMount
        )
        return fixture.problems()
    }

    @Test(arguments: ["", "\n", "\r", "\r\n", "\n\n", "\n\r\n\r"], Source.allCases)
    func `line ends after a secret do not belong to it`(end: String, source: Source) throws {
        let loaded = try Self.fixture(Self.secret + end, from: source).load()
        #expect(loaded.settings.cms.credentials.secretKey == Self.secret)
    }

    @Test(
        arguments: [
            ("s\u{FEFF}k-1", "a byte order mark at position 2"),
            (" sk-1", "a space at position 1"), ("sk-1 ", "a space at position 5"),
            ("sk-1 \n", "a space at position 5"), ("sk 1", "a space at position 3"),
            ("\tsk-1", "a tab at position 1"), ("sk-1\t\r\n", "a tab at position 5"),
            ("sk-1\u{A0}", "a no-break space at position 5"),
            ("\nsk-1", "a line end at position 1"), ("sk\n1\n", "a line end at position 3"),
            ("sk\r\n1", "a line end at position 3"), ("sk\r1", "a line end at position 3"),
            ("sk\u{2028}1", "white space (U+2028) at position 3"),
            ("sk\u{85}1", "white space (U+0085) at position 3"),
            ("sk-1\u{3000}", "white space (U+3000) at position 5"),
            ("sk\u{200B}1", "a zero-width space at position 3"),
            ("sk\u{200D}1", "an invisible character (U+200D) at position 3"),
            ("sk\u{AD}1", "an invisible character (U+00AD) at position 3"),
            ("sk\u{202E}1", "an invisible character (U+202E) at position 3"),
            ("sk\u{FE0F}1", "an invisible character (U+FE0F) at position 3"),
            ("sk\u{7}1", "a control character (U+0007) at position 3"),
            ("sk\u{7F}1", "a control character (U+007F) at position 3"),
            ("sk\u{1B}[0m", "a control character (U+001B) at position 3"),
            ("sk\u{FFFD}1", "bytes that are not UTF-8 at position 3"),
            ("\"sk-1\"", "quotes around it"), ("'sk-1'\n", "quotes around it"),
            ("`sk-1`", "quotes around it"), ("\u{201C}sk-1\u{201D}", "quotes around it"),
            ("\u{201E}sk-1\u{201C}", "quotes around it"), ("\u{AB}sk-1\u{BB}", "quotes around it"),
            ("\"\"", "quotes around it"),
        ],
        Source.allCases
    )
    func `what a secret never has in it is told with its place, and the secret is not shown`(
        given: (text: String, complaint: String),
        source: Source
    ) {
        let problems = Self.fixture(given.text, from: source).problems()
        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.contains("has \(given.complaint)") == true, "\(problems)")
        #expect(problems.first?.contains("sk") == false)
    }

    @Test(arguments: [Source.file, .variable])
    func `a byte order mark before a secret is told`(source: Source) {
        let problems = Self.fixture("\u{FEFF}sk-1", from: source).problems()
        #expect(problems.count == 1)
        #expect(problems.first?.contains("has a byte order mark at position 1") == true)
    }

    @Test func `of a text in YAML the reader of YAML takes a byte order mark away`() throws {
        let loaded = try Self.fixture("\u{FEFF}sk-1", from: .yaml).load()
        #expect(Array(loaded.settings.cms.credentials.secretKey.utf8) == Array("sk-1".utf8))
    }

    @Test(arguments: ["\n", "\r\n", "\n\r\n", "\r"], Source.allCases)
    func `line ends alone are no secret`(text: String, source: Source) {
        let problems = Self.fixture(text, from: source).problems()
        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.contains("is empty") == true, "\(problems)")
    }

    @Test(arguments: ["\"", "'a", "a\"", "é", "a\"b\"c", "#?&%$;,:/+="])
    func `a mark of one's own belongs to the secret`(text: String) throws {
        let loaded = try Self.fixture(text + "\n", from: .file).load()
        #expect(loaded.settings.cms.credentials.secretKey == text)
    }

    @Test(arguments: ["AK\n", "AK\r\n"])
    func `line ends after an access key do not belong to it`(text: String) throws {
        var fixture = SettingsFixture()
        fixture.environment["ROLLCALL_CMS_ACCESSKEY"] = text
        #expect(try fixture.load().settings.cms.credentials.accessKey == "AK")
    }

    @Test(arguments: [
        ("A\nX: y", "a line end at position 2"), ("a/b", "/ at position 2"),
        ("a b", "a space at position 2"), (" ab", "a space at position 1"),
        ("a;b", "; at position 2"), ("äb", "a character outside ASCII at position 1"),
        ("\"ab\"", "quotes around it"), ("\u{FEFF}ab", "a byte order mark at position 1"),
    ])
    func `an access key that no header or signature can hold is told and not shown`(
        key: String,
        complaint: String
    ) {
        var fixture = SettingsFixture()
        fixture.environment["ROLLCALL_CMS_ACCESSKEY"] = key
        #expect(fixture.problems().count == 1)
        #expect(fixture.problems().first?.contains("has \(complaint)") == true)
        #expect(fixture.problems().first?.contains(key) == false)
    }

    @Test(arguments: [0o600, 0o400, 0o700, 0o440, 0o640, 0o660, 0o460] as [UInt16])
    func `a secret file that its owner and its group alone may read is in order`(
        permissions: UInt16
    ) {
        #expect(problems(permissions: permissions) == [])
    }

    @Test(
        arguments: [
            (0o444, "is open to everybody (mode 0444)"),
            (0o604, "is open to everybody (mode 0604)"),
            (0o644, "is open to everybody (mode 0644)"),
            (0o601, "is open to everybody (mode 0601)"),
            (0o646, "may be changed by everybody (mode 0646)"),
            (0o602, "may be changed by everybody (mode 0602)"),
            (0o006, "may be changed by everybody (mode 0006)"),
        ] as [(UInt16, String)]
    )
    func `a secret file that everybody may read or change is told with its mode`(
        permissions: UInt16,
        complaint: String
    ) {
        let problems = problems(permissions: permissions)
        #expect(problems.count == 1)
        #expect(problems.first?.contains("\(complaint); run: chmod 640 /run/sec") == true)
    }

    @Test func `on a read-only mount everybody may read a secret file and nobody change it`() {
        #expect(problems(permissions: 0o444, readOnly: true) == [])
        #expect(problems(permissions: 0o644, readOnly: true) == [])
        #expect(problems(permissions: 0o646, readOnly: true).count == 1)
    }

    @Test(
        arguments: [
            (.notReadable, "may not be read by this user"), (.notFound, "does not exist"),
            (.notReachable, "lies in a folder that this user may not enter"),
        ] as [(FileTrouble, String)]
    )
    func `an unreadable secret file is told`(trouble: FileTrouble, complaint: String) {
        var fixture = SettingsFixture()
        fixture.files.troubles["/run/secrets/rollcall"] = trouble
        #expect(fixture.problems().count == 1)
        #expect(fixture.problems().first?.contains(complaint) == true)
    }

    @Test func `bytes that are no text are told without being shown`() {
        var fixture = SettingsFixture()
        fixture.files.files["/run/secrets/rollcall"] = FileContents(bytes: [0xFF, 0x41])
        #expect(fixture.problems().first?.contains("not UTF-8") == true)
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
