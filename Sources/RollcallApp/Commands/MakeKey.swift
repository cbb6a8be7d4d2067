internal import Gateway

/// `rollcall make-key`: prints a new random key and the line of the keys file that lets it in.
package struct MakeKey: Sendable {
    private let name: String

    /// Creates the command for a client's name.
    package init(name: String) { self.name = name }

    /// Draws and prints; nothing is kept or written anywhere.
    package func run(
        in surroundings: CommandSurroundings,
        using numbers: inout some RandomNumberGenerator
    ) -> ExitStatus {
        guard APIKey.isName(name) else {
            surroundings.terminal.complain(
                "A name has up to \(APIKey.maximumNameLength) letters, digits and . _ - of ASCII,"
                    + " and does not begin as a key does."
            )
            return .usage
        }
        let key = NewKey(using: &numbers)
        surroundings.terminal.say(
            """
            # The key, for the client alone; it is shown this once:
            \(key.text)
            # The line for the file named by access.keysFile:
            \(key.line(for: name))
            """
        )
        return .success
    }
}
