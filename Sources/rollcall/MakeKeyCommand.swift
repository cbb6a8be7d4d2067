import ArgumentParser
import RollcallApp

/// The flags of `rollcall make-key`.
struct MakeKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make-key",
        abstract: "Print a new random key for a client, and its line for the keys file.",
        discussion: """
            The key is shown this once; the line holds only its SHA-256.

              rollcall make-key wallboard

            The client sends it as Authorization: Bearer KEY, or as X-API-Key: KEY.
            """
    )

    @Argument(help: "The client's name.")
    var name: String

    func run() throws {
        var numbers = SystemRandomNumberGenerator()
        try MakeKey(name: name).run(in: .process, using: &numbers).end()
    }
}
