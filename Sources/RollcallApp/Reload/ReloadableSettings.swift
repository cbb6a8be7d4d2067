/// The settings rollcall was started with, and where to read them again.
package struct ReloadableSettings: Sendable {
    /// The settings.
    package let loaded: LoadedSettings
    /// Where they came from.
    let origin: SettingsOrigin
    /// The files they were read from.
    let look: FileWatch.Look

    /// Reads the settings for the first time.
    /// - Throws: `SettingsProblems` with everything that is wrong.
    package init(from origin: SettingsOrigin) throws(SettingsProblems) {
        let reading = origin.reading()
        loaded = try reading.settings().get()
        look = reading.look
        self.origin = origin
    }
}
