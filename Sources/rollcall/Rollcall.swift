import ArgumentParser
import RollcallApp

/// The command line: flags are read here, everything else happens in `RollcallApp`.
@main
struct Rollcall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollcall",
        abstract: "How is agent 1031? How does group billing stand? A REST gateway before a CMS.",
        discussion: """
            Try it, with a simulated CMS and 20,000 agents, and nothing to configure:

              rollcall demo
              curl -s http://127.0.0.1:8080/agents/1031
              curl -s http://127.0.0.1:8080/groups/billing/status

            Run it before a real CMS:

              rollcall check-config --config rollcall.yaml
              rollcall probe --config rollcall.yaml
              rollcall serve --config rollcall.yaml

            Exit status: 0 after SIGTERM or SIGINT, 1 when it cannot start, 64 for wrong
            flags, 78 when the settings cannot be used.
            """,
        version: "rollcall \(RollcallVersion.current)",
        subcommands: [
            ServeCommand.self, CheckConfigCommand.self, ProbeCommand.self, DemoCommand.self,
            SimulateCMSCommand.self, MakeKeyCommand.self,
        ]
    )
}

extension ExitStatus {
    /// Ends the process with this status, unless all went well.
    func end() throws {
        guard self != .success else { return }
        throw ExitCode(rawValue)
    }
}
