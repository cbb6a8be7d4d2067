/// Where the settings of a running rollcall come from, so that they can be read again.
package struct SettingsOrigin: Sendable {
    /// What one reading brought.
    struct Reading: Sendable {
        /// The settings, or all that is wrong with them.
        let result: Result<LoadedSettings, SettingsProblems>
        /// The files they were read from.
        let look: FileWatch.Look
    }

    /// The settings' file, if there is one.
    package let path: String?
    private let environment: [String: String]
    private let files: any FileReading

    /// Creates an origin.
    package init(path: String?, environment: [String: String], files: any FileReading) {
        self.path = path
        self.environment = environment
        self.files = files
    }

    /// Reads everything anew.
    func read() -> Reading {
        let noted = NotedFiles(files)
        let result = Result { () throws(SettingsProblems) in
            try LoadedSettings(file: path, environment: environment, files: noted)
        }
        return Reading(result: result, look: noted.look)
    }

    /// Looks whether files are as they were.
    func look(at watched: some Sequence<WatchedFile>) -> FileWatch.Look {
        NotedFiles.look(at: watched, in: files)
    }
}
