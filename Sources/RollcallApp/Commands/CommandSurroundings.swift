internal import Foundation

/// What every command is run in: the environment, the files and the terminal.
package struct CommandSurroundings: Sendable {
    /// The environment variables.
    package var environment: [String: String]
    /// The way to files.
    package var files: any FileReading
    /// Where what outlives the command is kept.
    package var stateFiles: any StateFiles = LocalFiles()
    /// Where the command says what it has to say.
    package var terminal: any Terminal
    /// Where log lines go.
    package var logSink: any LogSink

    /// Creates surroundings.
    package init(
        environment: [String: String],
        files: any FileReading,
        terminal: any Terminal,
        logSink: any LogSink
    ) {
        self.environment = environment
        self.files = files
        self.terminal = terminal
        self.logSink = logSink
    }

    /// Those of this process.
    package static var process: CommandSurroundings {
        CommandSurroundings(
            environment: ProcessInfo.processInfo.environment,
            files: LocalFiles(),
            terminal: StandardTerminal(),
            logSink: StandardErrorSink()
        )
    }

    /// Reads the settings and says what is odd, or all that is wrong with them.
    func load(_ path: String?) -> LoadedSettings? {
        do throws(SettingsProblems) {
            let loaded = try LoadedSettings(file: path, environment: environment, files: files)
            for stranger in loaded.strangers { terminal.complain(stranger.description) }
            for setting in loaded.removed { terminal.complain(setting.description) }
            return loaded
        } catch {
            terminal.complain(error.description)
            return nil
        }
    }

    /// Reads the settings so that they can be read again, or says all that is wrong with them.
    func loadReloadable(_ path: String?) -> ReloadableSettings? {
        let origin = SettingsOrigin(path: path, environment: environment, files: files)
        do throws(SettingsProblems) {
            return try ReloadableSettings(from: origin)
        } catch {
            terminal.complain(error.description)
            return nil
        }
    }
}
