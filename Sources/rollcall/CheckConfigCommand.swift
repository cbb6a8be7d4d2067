import ArgumentParser
import RollcallApp

/// The flags of `rollcall check-config`.
struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Say what would be used and where it comes from, or all that is wrong.",
        discussion: """
            Nothing is opened and nothing is sent. Secrets are never shown.

              rollcall check-config --config rollcall.yaml

            Exit status 0: usable. 78: not usable; every problem is on standard error.
            """
    )

    @OptionGroup var configuration: ConfigurationOption

    func run() async throws {
        try CheckConfiguration(path: configuration.path).run(in: .process).end()
    }
}
