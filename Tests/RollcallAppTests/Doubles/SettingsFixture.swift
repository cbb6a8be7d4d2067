@testable import RollcallApp

/// A configuration that is in order, and changes to it.
struct SettingsFixture {
    static let secret = "sk-very-secret-0123456789"
    static let minimal = """
        cms:
          baseURLs: ["https://cms.example:28443"]
          ccId: 1
          vdns: [170, 171]
          accessKey: AK
          secretKeyFile: /run/secrets/rollcall
        """

    var yaml = SettingsFixture.minimal
    var environment: [String: String] = [:]
    var files = MemoryFiles(["/run/secrets/rollcall": SettingsFixture.secret + "\n"])

    /// The settings; fails the test with all problems when there are some.
    func load() throws(SettingsProblems) -> LoadedSettings {
        var files = files
        files.files["/etc/rollcall.yaml"] = FileContents(bytes: Array(yaml.utf8))
        return try LoadedSettings(
            file: "/etc/rollcall.yaml",
            environment: environment,
            files: files
        )
    }

    /// The same files, to be read while other settings are in force.
    func reading() -> SettingsReading {
        var files = files
        files.files["/etc/rollcall.yaml"] = FileContents(bytes: Array(yaml.utf8))
        return SettingsReading(
            path: "/etc/rollcall.yaml",
            environment: environment,
            files: files
        )
    }

    /// The problems, one line each.
    func problems() -> [String] {
        do throws(SettingsProblems) {
            _ = try load()
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    /// The problems with the minimal configuration and these lines below it.
    static func problems(with lines: String, environment: [String: String] = [:]) -> [String] {
        var fixture = SettingsFixture()
        fixture.yaml += "\n" + lines
        fixture.environment = environment
        return fixture.problems()
    }
}
