import ArgumentParser
import RollcallApp

/// The flags of `rollcall serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve until SIGTERM or SIGINT.",
        discussion: """
            The smallest configuration:

              cms:
                baseURLs: ["https://cms.example:28443"]
                ccId: 1
                vdns: [170]
                accessKey: AK
                secretKeyFile: /run/secrets/rollcall    # chmod 640
              groups:
                file: groups.yaml

            And groups.yaml:

              billing: {agents: [1031, 2000-2999]}

            Every setting can also come from the environment, which wins over the file:

              ROLLCALL_LISTEN_PORT=9000 rollcall serve --config rollcall.yaml

            All settings: docs/configuration.md, or rollcall check-config.
            """
    )

    @OptionGroup var configuration: ConfigurationOption

    func run() async throws {
        try await Serve(path: configuration.path).run(in: .process).end()
    }
}
