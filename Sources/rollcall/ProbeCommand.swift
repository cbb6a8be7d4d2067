import ArgumentParser
import RollcallApp

/// The flags of `rollcall probe`.
struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Sign one harmless call to each base URL and say what is wrong.",
        discussion: """
            The call asks for the state of one agent. Where groups are learnt from the CMS, the
            calls this takes are tried once each at the first usable base URL. After a refused
            signature no further call is sent, and none at all while state.directory tells of a
            lock-out.

              rollcall probe --config rollcall.yaml

            Exit status 0: every base URL and every call is usable. 1: not so; the sentence behind
            the URL says why and what to do. 75: nothing was sent because of a lock-out. 78: the settings
            cannot be used.
            """
    )

    @OptionGroup var configuration: ConfigurationOption

    @Flag(help: "Send the call even while state.directory tells of a lock-out.")
    var force = false

    func run() async throws {
        try await Probe(path: configuration.path, isForced: force).run(in: .process).end()
    }
}
