/// `rollcall check-config`: says what would be used, or all that is wrong.
package struct CheckConfiguration: Sendable {
    private let path: String?

    /// Creates the command for a configuration file, or for the environment alone.
    package init(path: String?) { self.path = path }

    /// Checks and says.
    package func run(in surroundings: CommandSurroundings) -> ExitStatus {
        guard let loaded = surroundings.load(path) else { return .configuration }
        surroundings.terminal.say(SettingsListing(loaded).description)
        return .success
    }
}
