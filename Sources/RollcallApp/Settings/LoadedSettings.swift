/// Settings, and where each value came from.
package struct LoadedSettings: Sendable {
    /// The settings to run with.
    package let settings: Settings
    /// Every setting as read, in the order of the documentation.
    package let resolved: [ResolvedSetting]
    /// What was in the certificates, keys and CAs: a fingerprint for each setting that names one.
    let certificates: [SettingKey: Int]

    /// Variables that look like ours and set nothing.
    package let strangers: [StrangeVariable]

    /// Reads file and environment, the groups file and the secret file.
    ///
    /// Without a path the environment alone is read.
    /// - Throws: `SettingsProblems` with everything that is wrong.
    package init(
        file path: String?,
        environment: [String: String],
        files: some FileReading
    ) throws(SettingsProblems) {
        let sources = SettingsSources(environment: environment, file: path, files: files)
        strangers = sources.strangers
        if let problem = sources.fileProblem {
            throw SettingsProblems([problem], strangers: strangers)
        }
        var assembly = SettingsAssembly(sources, configuration: path, files: files)
        let settings = assembly.settings()
        guard let settings, assembly.problems.isEmpty else {
            throw SettingsProblems(assembly.problems, strangers: strangers)
        }
        self.settings = settings
        certificates = assembly.certificates
        let order = Dictionary(
            uniqueKeysWithValues: SettingKey.all.enumerated().map { ($1.name, $0) }
        )
        resolved = assembly.resolved.sorted {
            order[$0.key.name, default: 0] < order[$1.key.name, default: 0]
        }
    }
}
