import ArgumentParser
import RollcallApp

/// The flags of `rollcall demo`.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "A simulated CMS with 20,000 agents and the gateway, both on loopback.",
        discussion: """
            Prints curl lines that work. Nothing outside this machine is spoken to.

              rollcall demo
              rollcall demo --port 9000 --admin-port 9001
            """
    )

    @Option(help: "The gateway's port; 0 takes any free one.")
    var port = 8_080

    @Option(help: "The admin listener's port; 0 takes any free one.")
    var adminPort = 9_464

    @Option(help: "What the agents' lives follow from.")
    var seed: UInt64 = 1

    func validate() throws {
        guard (0...65_535).contains(port), (0...65_535).contains(adminPort) else {
            throw ValidationError("A port is a number from 0 to 65535.")
        }
        guard port != adminPort || port == 0 else {
            throw ValidationError("--port and --admin-port must differ.")
        }
    }

    func run() async throws {
        try await Demo(port: port, adminPort: adminPort, seed: seed).run(in: .process).end()
    }
}
