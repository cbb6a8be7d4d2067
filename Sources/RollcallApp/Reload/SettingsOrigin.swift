/// Where the settings of a running rollcall come from, so that they can be read again.
package struct SettingsOrigin: Sendable {
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

    /// Begins to read everything anew.
    func reading() -> SettingsReading {
        SettingsReading(path: path, environment: environment, files: files)
    }

    /// Looks whether files are as they were.
    func look(at watched: some Sequence<WatchedFile>) -> FileWatch.Look {
        NotedFiles.look(at: watched, in: files)
    }
}
